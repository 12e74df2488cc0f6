/* Exchange names: their shape, and how SMTP wraps them. */
#include "model/exchange_name.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "model/address.h"

static const struct span WRAPPED = SPAN_LITERAL("imceaex-");

static bool dn_begins(struct span text)
{
    return span_starts(text, SPAN_LITERAL("/o=")) || span_starts(text, SPAN_LITERAL("/cn="));
}

static bool has_control_or_upper(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == '\x7f' || (text.data[i] >= 'A' && text.data[i] <= 'Z'))
            return true;
    return false;
}

static bool dn_valid(struct span dn)
{
    return dn_begins(dn) && dn.size <= LIMIT_FIELD_BYTES && !has_control_or_upper(dn) && utf8_valid(dn);
}

bool exchange_name_valid(const struct exchange_name *name)
{
    if (!dn_valid(name->dn) || name->smtp.size > LIMIT_FIELD_BYTES || has_control_or_upper(name->smtp) || !utf8_valid(name->smtp))
        return false;
    return address_kind_of(name->smtp) == ADDRESS_SMTP;
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* In lower case; a `+` without two digits stands for itself. */
static struct span unwrap(struct arena *arena, struct span local)
{
    char *out = arena_string(arena, local);
    size_t size = 0;
    for (size_t i = 0; i < local.size; i++) {
        bool coded = local.data[i] == '+' && local.size - i > 2;
        int high = coded ? hex_digit(local.data[i + 1]) : -1, low = coded ? hex_digit(local.data[i + 2]) : -1;
        char byte = local.data[i] == '_' ? '/' : local.data[i];
        if (high >= 0 && low >= 0) {
            byte = (char)(high << 4 | low);
            i += 2;
        }
        out[size++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    return span_trim((struct span){out, size});
}

struct span exchange_name_dn(struct arena *arena, struct span addr)
{
    struct span dn = addr;
    if (span_starts(addr, WRAPPED)) {
        struct span local = address_local(addr);
        dn = unwrap(arena, span_slice(local, WRAPPED.size, local.size));
    }
    return dn_valid(dn) ? dn : SPAN_NONE;
}

bool exchange_name_fits(struct span addr, struct span smtp)
{
    return !span_starts(addr, WRAPPED) || span_equal(address_organisation(addr), address_organisation(smtp));
}
