/* Decodes modified UTF-7: "&" to "-" holds base64 (with "," for "/") of UTF-16BE. */
#include "store/imap_utf7.h"

#include <stdint.h>
#include "base/utf8.h"

static int sextet(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a' + 26;
    if (byte >= '0' && byte <= '9')
        return byte - '0' + 52;
    return byte == '+' ? 62 : byte == ',' ? 63 : -1;
}

struct output {
    char *data;     /* room for 3 bytes of each byte of the name: UTF-16 in base64 never needs more */
    size_t size;
    uint32_t high;  /* a high surrogate that waits for its low one */
};

static bool put_unit(struct output *out, uint32_t unit)
{
    if (unit >= 0xDC00 && unit <= 0xDFFF) {
        if (!out->high)
            return false;
        unit = 0x10000 + ((out->high - 0xD800) << 10) + (unit - 0xDC00);
        out->high = 0;
    } else if (out->high) {
        return false;
    } else if (unit >= 0xD800 && unit <= 0xDBFF) {
        out->high = unit;
        return true;
    }
    out->size += utf8_put(unit, out->data + out->size);
    return true;
}

static bool decode_run(struct output *out, struct span base64)
{
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < base64.size; i++) {
        int value = sextet(base64.data[i]);
        if (value < 0)
            return false;
        bits = (bits << 6 | (uint32_t)value) & 0x3fffffu;
        count += 6;
        if (count >= 16) {
            count -= 16;
            if (!put_unit(out, bits >> count & 0xffffu))
                return false;
        }
    }
    return out->high == 0 && count < 6;
}

struct span imap_utf7_decode(struct arena *arena, struct span name)
{
    struct output out = {.data = arena_array(arena, name.size + 1, 4)};
    for (size_t at = 0; at < name.size; at++) {
        if (name.data[at] != '&') {
            out.data[out.size++] = name.data[at];
            continue;
        }
        size_t end = span_find_byte(name, '-', at);
        if (end == SIZE_MAX)
            return utf8_repair(arena, name);
        if (end == at + 1)
            out.data[out.size++] = '&';
        else if (!decode_run(&out, span_slice(name, at + 1, end - at - 1)))
            return utf8_repair(arena, name);
        at = end;
    }
    return utf8_repair(arena, (struct span){out.data, out.size});
}
