"""RTF as MAPI keeps it ([MS-OXRTFCP]): not compressed, or compressed without ever finding a repetition."""
import struct

from .pst_form import crc

START = 207     # where in the window the first byte goes, behind what stands there at the beginning


def mela(rtf):
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def lzfu(rtf, wrong=0):
    """wrong: what the checksum is off by."""
    out, end = b"", struct.pack(">H", (START + len(rtf)) % 4096 << 4)
    for at in range(0, len(rtf) + 1, 8):
        part = rtf[at:at + 8]
        out += bytes([1 << len(part) & 255]) + part + (end if len(part) < 8 else b"")
    return struct.pack("<IIII", len(out) + 12, len(rtf), 0x75465A4C, crc(out) ^ wrong) + out


def from_html(html):
    """[MS-OXRTFEX] 2.1.3: each tag in a destination of its own, the text beside them."""
    out = "{\\rtf1\\ansi\\ansicpg932\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fcharset128 MS PGothic;}}"
    for piece in html.replace("<", "\0<").replace(">", ">\0").split("\0"):
        out += f"{{\\*\\htmltag64 {piece}}}" if piece.startswith("<") else "".join(c if ord(c) < 128 else f"\\u{(ord(c) + 32768) % 65536 - 32768}?" for c in piece)
    return (out + "}").encode("ascii")


def from_text(text):
    return (f"{{\\rtf1\\ansi\\ansicpg932\\fromtext \\deff0{{\\fonttbl{{\\f0\\fcharset128 MS PGothic;}}}}"
            + "".join(c if ord(c) < 128 else f"\\u{(ord(c) + 32768) % 65536 - 32768}?" for c in text).replace("\n", "\\par\n") + "}").encode("ascii")
