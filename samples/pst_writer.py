#!/usr/bin/env python3
"""Writes one big PST of made-up mail for benchmarks: any number of messages, any size of body, any kind, in one pass and linear time."""
import argparse
import hashlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.draw import Draw  # noqa: E402
from gen.honest import DAY, Thread, letter  # noqa: E402
from gen.incident import FIRST_DAYS, YEAR  # noqa: E402
from gen.mail_bytes import rfc5322  # noqa: E402
from gen.people import World  # noqa: E402
from gen.pst_kinds import BROKEN, KINDS, break_store, breaks  # noqa: E402
from gen.pst_mail import as_properties, transport_headers  # noqa: E402
from gen.pst_store import PstStore  # noqa: E402
from gen.transport import trace  # noqa: E402

DIFFERENT = 1000            # messages that are written out; further ones are these with another number
NUMBER = "rt0000000x"       # in Message-ID and text


def _filler(draw, world, pool, size):
    """Further paragraphs until the own words have about `size` bytes; paragraphs repeat, their order does not."""
    ours, contact = world.handed_over[0], world.partner_people()[0]
    while len(pool) < 64:
        pool.append(letter(draw, ours, contact, Thread(draw, [ours, contact], 0).topic.opening(), "ja"))
    parts, have = [], 0
    while have < size:
        parts.append(draw.pick(pool))
        have += 3 * len(parts[-1])
    return "\n\n".join(parts)


def _threads(draw, world, owner, count):
    """About `count` messages in threads; a thread's Message-IDs bear NUMBER."""
    while count > 0:
        start = FIRST_DAYS[0] + draw.below(YEAR) * DAY
        thread = Thread(draw, [owner, draw.pick(world.partner_people()), draw.pick(world.ours.people[1:])], start)
        for _ in range(draw.below(3)):
            thread.reply()
        for message in thread.messages:
            message.message_id = message.message_id.replace("<", f"<{NUMBER}.", 1) if message.message_id.startswith("<") else f"{NUMBER}.{message.message_id}"
            message.own += f"\n\n({NUMBER})"
        for before, message in zip(thread.messages, thread.messages[1:]):
            message.in_reply_to = before.message_id
            message.references = [m.message_id for m in thread.messages[:thread.messages.index(message)]]
        yield thread.messages
        count -= len(thread.messages)


def write(path, messages, body, folders, seed, kind="unicode", attached=0):
    draw = Draw(f"big {seed}")
    world, pool, legacy = World(draw), [], "codec" in KINDS[kind]
    owner = world.handed_over[0]
    store = PstStore(path, owner.address, **KINDS[kind])
    nids = [store.folder("受信トレイ", "inbox"), store.folder("送信済みアイテム", "sent")] + [store.folder(f"Archive {n}") for n in range(1, folders - 1)]
    moulds, written, turn = [], 0, 0
    for thread in _threads(draw, world, owner, min(messages, DIFFERENT)):
        moulds.append([])
        for message in thread:
            sent = message.sender is owner
            headers = None if sent else transport_headers(rfc5322(message, trace(draw, message, world.ours, owner.address)))
            if body:
                message.own += "\n\n" + _filler(draw, world, pool, body)
            if attached and draw.chance(0.25):
                message.attachments.append(("仕様書.pdf", "application/pdf", b"%PDF-1.4\n" + hashlib.shake_256(message.message_id.encode()).digest(4 * attached)))
            nid = nids[1] if sent else nids[0] if folders < 3 or draw.chance(0.5) else draw.pick(nids[2:])
            moulds[-1].append(store.mould(nid, *as_properties(message, headers, owner.org.domain, legacy=legacy)))
    while written < messages:
        number = f"rt{written:07d}x"
        for mould in moulds[turn % len(moulds)][:messages - written]:
            store.cast(mould, NUMBER, number)
            written += 1
        turn += 1
    store.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", help="the PST to write")
    parser.add_argument("--messages", type=int, default=40000)
    parser.add_argument("--body", type=int, default=0, help="bytes of text added to each message")
    parser.add_argument("--attached", type=int, default=0, help="bytes of attachments for each message; a quarter of them bears all")
    parser.add_argument("--folders", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS, default="unicode", help="form, encryption and strings")
    parser.add_argument("--break", dest="broken", choices=BROKEN, help="damages the finished store")
    options = parser.parse_args()
    if options.broken and options.broken not in breaks(options.kind):
        parser.error(f"{options.broken} cannot be done to {options.kind}")
    write(options.out, options.messages, options.body, max(2, options.folders), options.seed, options.kind, options.attached)
    if options.broken:
        break_store(options.out, options.broken)


if __name__ == "__main__":
    main()
