/* File kinds by their magic. */
#include "inspect/sniff.h"

#include <stdint.h>

#define TEXT_SEEN 4096 /* bytes at the start in which markup, PDF and mail headers must begin */

struct magic {
    size_t at;
    const char *bytes;
    size_t size;
    const char *type;
};
#define MAGIC(at, bytes, type) {at, bytes, sizeof(bytes) - 1, type}

static const struct magic magics[] = {
    MAGIC(0, "PK\x03\x04", "zip"),
    MAGIC(0, "PK\x05\x06", "zip"),
    MAGIC(0, "PK\x07\x08PK\x03\x04", "zip"),
    MAGIC(0, "PK00PK\x03\x04", "zip"),
    MAGIC(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    MAGIC(0, "Rar!\x1a\x07", "rar"),
    MAGIC(0, "7z\xbc\xaf\x27\x1c", "7z"),
    MAGIC(0, "\x1f\x8b\x08", "gzip"),
    MAGIC(0, "BZh", "bzip2"),
    MAGIC(0, "\xfd" "7zXZ\0", "xz"),
    MAGIC(0, "\x28\xb5\x2f\xfd", "zstd"),
    MAGIC(0, "MSCF\0\0\0\0", "cab"),
    MAGIC(0, "\x60\xea", "arj"),
    MAGIC(2, "-lh", "lzh"),
    MAGIC(2, "-lz", "lzh"),
    MAGIC(7, "**ACE**", "ace"),
    MAGIC(257, "ustar", "tar"),
    MAGIC(0x8001, "CD001", "iso"),
    MAGIC(0x8001, "BEA01", "udf"),
    MAGIC(0x8001, "NSR0", "udf"),
    MAGIC(0, "conectix", "vhd"),
    MAGIC(0, "vhdxfile", "vhdx"),
    MAGIC(0, "{\\rt", "rtf"),
    MAGIC(0, "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "onenote"),
    MAGIC(0, "\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", "lnk"),
    MAGIC(0, "ITSF\x03\0\0\0", "chm"),
    MAGIC(0, "MZ", "pe"),
    MAGIC(0, "\x7f" "ELF", "elf"),
    MAGIC(0, "\xcf\xfa\xed\xfe", "macho"),
    MAGIC(0, "\xca\xfe\xba\xbe", "class"),
    MAGIC(0, "!BDN", "pst"),
    MAGIC(0, "\x78\x9f\x3e\x22", "tnef"),
    MAGIC(0, "\x89PNG\r\n\x1a\n", "png"),
    MAGIC(0, "\xff\xd8\xff", "jpeg"),
    MAGIC(0, "GIF87a", "gif"),
    MAGIC(0, "GIF89a", "gif"),
    MAGIC(0, "II*\0", "tiff"),
    MAGIC(0, "MM\0*", "tiff"),
    MAGIC(8, "WEBP", "webp"),
    MAGIC(0, "\0\0\1\0", "ico"),
    MAGIC(0, "\xd7\xcd\xc6\x9a", "wmf"),
    MAGIC(4, "ftyp", "mp4"),
};

/* Words that open a text of a kind, at its first letter, any case. */
static const struct magic openings[] = {
    MAGIC(0, "<!doctype html", "html"),
    MAGIC(0, "<html", "html"),
    MAGIC(0, "<head", "html"),
    MAGIC(0, "<body", "html"),
    MAGIC(0, "<script", "html"),
    MAGIC(0, "<meta", "html"),
    MAGIC(0, "<title", "html"),
    MAGIC(0, "<iframe", "html"),
    MAGIC(0, "<div", "html"),
    MAGIC(0, "<style", "html"),
    MAGIC(0, "<table", "html"),
    MAGIC(0, "<!--", "html"),
    MAGIC(0, "from: <saved by", "mht"),
    MAGIC(0, "<svg", "svg"),
    MAGIC(0, "<!doctype svg", "svg"),
    MAGIC(0, "<?xml", "xml"),
    MAGIC(0, "mime-version:", "mht"),
    MAGIC(0, "return-path:", "eml"),
    MAGIC(0, "received:", "eml"),
    MAGIC(0, "begin:vcalendar", "ics"),
    MAGIC(0, "begin:vcard", "vcard"),
    MAGIC(0, "-----begin ", "pem"),
};

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static struct span text_start(struct span content)
{
    if (span_starts(content, SPAN_LITERAL("\xef\xbb\xbf")))
        content = span_slice(content, 3, SIZE_MAX);
    content = span_trim(span_slice(content, 0, TEXT_SEEN));
    while (span_starts(content, SPAN_LITERAL("<!--"))) {
        size_t end = span_find(content, SPAN_LITERAL("-->"), 4);
        if (end == SIZE_MAX)
            break;
        content = span_trim(span_slice(content, end + 3, SIZE_MAX));
    }
    return content;
}

/* UTF-16 with a byte order mark as one byte a unit: enough to know markup by. */
static struct span narrow(struct span content, char buffer[TEXT_SEEN])
{
    bool little = span_starts(content, SPAN_LITERAL("\xff\xfe")), big = span_starts(content, SPAN_LITERAL("\xfe\xff"));
    size_t size = 0;
    if (!little && !big)
        return content;
    for (size_t at = 2; at + 1 < content.size && size < TEXT_SEEN; at += 2)
        buffer[size++] = content.data[at + big];
    return (struct span){buffer, size};
}

static const char *sniff_text(struct span content)
{
    char buffer[TEXT_SEEN];
    struct span text = text_start(narrow(content, buffer));
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        if (!span_starts_nocase(text, (struct span){openings[i].bytes, openings[i].size}))
            continue;
        bool xml = span_equal(span_of(openings[i].type), SPAN_LITERAL("xml"));
        if (xml && span_find_nocase(text, SPAN_LITERAL("<svg"), 0) != SIZE_MAX)
            return "svg";
        if (xml && span_find_nocase(text, SPAN_LITERAL("<html"), 0) != SIZE_MAX)
            return "html";
        return openings[i].type;
    }
    return "";
}

/* "From " with a time of day, as mbox begins each mail (RFC 4155), and a field below it. */
static bool mbox(struct span content)
{
    size_t end = span_find_byte(content, '\n', 0), colon = 0;
    struct span line = span_slice(content, 0, end), next = span_slice(content, end == SIZE_MAX ? end : end + 1, SIZE_MAX);
    bool time = false;
    for (size_t i = 2; i + 2 < line.size; i++)
        time |= line.data[i] == ':' && digit(line.data[i - 2]) && digit(line.data[i - 1]) && digit(line.data[i + 1]) && digit(line.data[i + 2]);
    while (colon < next.size && next.data[colon] > ' ' && next.data[colon] < 0x7f && next.data[colon] != ':')
        colon++;
    return time && colon && colon < next.size && next.data[colon] == ':';
}

/* A bitmap's two letters say little: its header size must fit too. */
static bool bitmap(struct span content)
{
    return content.size > 18 && span_starts(content, SPAN_LITERAL("BM")) && (content.data[14] == 40 || content.data[14] == 12)
        && content.data[15] == 0;
}

const char *sniff_type(struct span content)
{
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        struct span at = span_slice(content, magics[i].at, magics[i].size);
        if (span_equal(at, (struct span){magics[i].bytes, magics[i].size}))
            return magics[i].type;
    }
    if (bitmap(content))
        return "bmp";
    if (span_find(span_slice(content, 0, TEXT_SEEN), SPAN_LITERAL("%PDF-"), 0) != SIZE_MAX)
        return "pdf";
    if (span_starts(content, SPAN_LITERAL("From ")) && mbox(span_slice(content, 0, TEXT_SEEN)))
        return "mbox";
    return sniff_text(content);
}
