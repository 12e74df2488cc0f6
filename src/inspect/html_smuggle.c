/* Looks for what builds a file, what hands it over, and what is carried in base64. */
#include "inspect/html_smuggle.h"

#include "inspect/sniff.h"

static const char *const builders[] = {"atob(", "atob (", "fromcharcode", "unescape(", "uint8array", "[\"atob\"]", "['atob']", "charcodeat", "arraybuffer"};
static const char *const handovers[] = {"mssaveoropenblob", "mssaveblob", "createobjecturl", "new blob", "new file("};
static const char *const downloads[] = {".download", "download=", "mssave", "location.href", "location.replace", "location.assign", "window.open", ".click()"};

static const char *first_of(struct span text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_find_nocase(text, span_of(words[i]), 0) != SIZE_MAX)
            return words[i];
    return NULL;
}
#define FIRST_OF(text, words) first_of(text, words, sizeof words / sizeof *words)

static int digit(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a' + 26;
    if (byte >= '0' && byte <= '9')
        return byte - '0' + 52;
    return byte == '+' || byte == '-' ? 62 : byte == '/' || byte == '_' ? 63 : -1;
}

static size_t run_size(struct span text, size_t from)
{
    size_t at = from;
    while (at < text.size && digit(text.data[at]) >= 0)
        at++;
    return at - from;
}

static struct span decode(struct arena *arena, struct span run)
{
    run = span_slice(run, 0, SMUGGLE_HEAD / 3 * 4);
    char *out = arena_alloc(arena, run.size / 4 * 3 + 3);
    size_t size = 0;
    for (size_t at = 0; at + 4 <= run.size; at += 4) {
        unsigned bits = 0;
        for (size_t i = 0; i < 4; i++)
            bits = bits << 6 | (unsigned)digit(run.data[at + i]);
        out[size++] = (char)(bits >> 16);
        out[size++] = (char)(bits >> 8);
        out[size++] = (char)bits;
    }
    return (struct span){out, size};
}

static bool payload(struct span type)
{
    static const char *const types[] = {"zip", "rar", "7z", "gzip", "cab", "arj", "ace", "iso", "udf", "vhd", "vhdx", "ole", "lnk", "onenote",
                                        "pe", "chm", "elf", "class"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (span_equal(type, span_of(types[i])))
            return true;
    return false;
}

/* Pictures and fonts of a saved page stand behind `base64,`; what a script unpacks by itself mostly does not. */
static bool data_url(struct span text, size_t at)
{
    return at >= 7 && span_equal_nocase(span_slice(text, at - 7, 7), SPAN_LITERAL("base64,"));
}

/* A list of bytes as numbers, decimal or hexadecimal, from `at`: how many there are. *ret_end: where it ends. */
static size_t list_of_bytes(struct span text, size_t at, size_t *ret_end)
{
    size_t count = 0, value = 0, digits = 0;
    for (; at < text.size; at++) {
        char byte = text.data[at];
        if (byte == ',') {
            count += digits > 0;
            value = digits = 0;
        } else if (byte >= '0' && byte <= '9') {
            value = value * 10 + (size_t)(byte - '0');
            digits++;
        } else if (byte == 'x' || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F')) {
            value = 0; /* as hex: four signs at most */
        } else if (byte != ' ' && byte != '\n' && byte != '\r' && byte != '-') {
            break;
        }
        if (value > 255 || digits > 4)
            break;
    }
    *ret_end = at;
    return count;
}

struct carried {
    struct span type; /* of the first program, archive or document that stands in base64; empty when there is none */
    bool opaque;      /* something long that is coded and no picture: base64 of unknown bytes, a list of numbers */
};

static struct carried find_carried(struct inspection *inspection, struct span text)
{
    struct carried found = {0};
    unsigned runs = 0;
    for (size_t at = 0; at < text.size && runs < SMUGGLE_RUNS;) {
        size_t size = run_size(text, at), end = at;
        if (size >= SMUGGLE_RUN_BYTES) {
            runs++;
            struct span type = span_of(sniff_type(decode(inspection->arena, span_slice(text, at, size))));
            if (payload(type)) {
                found.type = type;
                return found;
            }
            found.opaque |= !type.size && !data_url(text, at);
        } else if (size && size <= 4 && !found.opaque && at + size < text.size && text.data[at + size] == ',') {
            found.opaque = list_of_bytes(text, at, &end) >= SMUGGLE_NUMBERS;
        }
        at = (end > at + size ? end : at + size) + 1;
    }
    return found;
}

static bool runs_script(struct span text)
{
    return span_find_nocase(text, SPAN_LITERAL("<script"), 0) != SIZE_MAX || span_find_nocase(text, SPAN_LITERAL("onload="), 0) != SIZE_MAX
        || span_find_nocase(text, SPAN_LITERAL("onerror="), 0) != SIZE_MAX;
}

void html_smuggle_inspect(struct inspection *inspection, struct inspected_file *file)
{
    inspection_clear(inspection, file);
    struct span text = span_slice(file->bytes, 0, SMUGGLE_BYTES);
    if (text.size < file->bytes.size)
        inspection_limit(inspection, "only the beginning of this page was read");
    if (span_ends_nocase(file->name, SPAN_LITERAL(".hta"))) {
        file->type = SPAN_LITERAL("hta");
        inspection_fact(inspection, file, ATTACHMENT_SCRIPT, file->type);
    }
    const char *handover = FIRST_OF(text, handovers), *download = FIRST_OF(text, downloads);
    if (!handover && !download)
        return;
    struct carried carried = find_carried(inspection, text);
    if (carried.type.size)
        inspection_fact(inspection, file, ATTACHMENT_HTML_SMUGGLING, carried.type);
    else if (carried.opaque && runs_script(text) && handover && download && FIRST_OF(text, builders))
        inspection_fact(inspection, file, ATTACHMENT_HTML_SMUGGLING, SPAN_LITERAL("Blob"));
}
