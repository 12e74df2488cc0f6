#!/usr/bin/env python3
"""Writes one big PST of made-up mail for benchmarks: any number of messages, any size of body, in one pass and linear time."""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.draw import Draw  # noqa: E402
from gen.honest import DAY, Thread, letter  # noqa: E402
from gen.incident import FIRST_DAYS, YEAR  # noqa: E402
from gen.mail_bytes import rfc5322  # noqa: E402
from gen.people import World  # noqa: E402
from gen.pst_mail import as_properties, transport_headers  # noqa: E402
from gen.pst_store import PstStore  # noqa: E402
from gen.transport import trace  # noqa: E402


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


def write(path, messages, body, folders, seed):
    draw = Draw(f"big {seed}")
    world, pool = World(draw), []
    owner = world.handed_over[0]
    store = PstStore(path, owner.address)
    nids = [store.folder("受信トレイ", "inbox"), store.folder("送信済みアイテム", "sent")] + [store.folder(f"Archive {n}") for n in range(1, folders - 1)]
    written = 0
    while written < messages:
        start = FIRST_DAYS[0] + draw.below(YEAR) * DAY
        thread = Thread(draw, [owner, draw.pick(world.partner_people()), draw.pick(world.ours.people[1:])], start)
        for _ in range(draw.below(3)):
            thread.reply()
        for message in thread.messages[:messages - written]:
            if body:
                message.own += "\n\n" + _filler(draw, world, pool, body)
            sent = message.sender is owner
            headers = None if sent else transport_headers(rfc5322(message, trace(draw, message, world.ours, owner.address)))
            store.message(nids[1] if sent else nids[0] if folders < 3 or draw.chance(0.5) else draw.pick(nids[2:]), *as_properties(message, headers, owner.org.domain))
            written += 1
    store.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", help="the PST to write")
    parser.add_argument("--messages", type=int, default=40000)
    parser.add_argument("--body", type=int, default=0, help="bytes of text added to each message")
    parser.add_argument("--folders", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(options.out, options.messages, options.body, max(2, options.folders), options.seed)


if __name__ == "__main__":
    main()
