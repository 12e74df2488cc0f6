/* Tells a mail that is attached as a file by its name and its first lines. */
#include "decode/attached_eml.h"

#include "store/mail_sniff.h"

#define HEAD_BYTES 4096

bool attached_eml_is(struct span name, struct span content)
{
    return span_ends_nocase(span_trim(name), SPAN_LITERAL(".eml")) && mail_sniff_is_mail(span_slice(content, 0, HEAD_BYTES));
}
