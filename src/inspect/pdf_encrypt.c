/* Looks for the trailers of a PDF, tables and streams alike, and reads what they say of encryption. */
#include "inspect/pdf_encrypt.h"

#include <stdint.h>
#include "inspect/pdf_object.h"

#define TAIL 4096u /* bytes at the end in which the last startxref stands */

static uint64_t number_of(struct span text)
{
    struct span token = pdf_object_take(text, NULL);
    uint64_t number = 0;
    for (size_t i = 0; i < token.size && i < 12 && token.data[i] >= '0' && token.data[i] <= '9'; i++)
        number = number * 10 + (uint64_t)(token.data[i] - '0');
    return number;
}

/* The dictionary of a table or of a stream at `at`. */
static struct span section(struct span file, uint64_t at)
{
    struct span text = at < file.size ? span_slice(file, (size_t)at, SIZE_MAX) : SPAN_NONE;
    struct span rest, first = pdf_object_take(text, &rest);
    if (span_equal(first, SPAN_LITERAL("xref"))) {
        size_t trailer = span_find(text, SPAN_LITERAL("trailer"), 0);
        return trailer == SIZE_MAX ? SPAN_NONE : span_slice(text, trailer + 7, SIZE_MAX);
    }
    pdf_object_take(rest, &rest);
    if (!span_equal(pdf_object_take(rest, &rest), SPAN_LITERAL("obj")))
        return SPAN_NONE;
    return pdf_object_is_name(pdf_object_take(pdf_object_value(rest, "Type"), NULL), "XRef") ? rest : SPAN_NONE;
}

static struct span by_startxref(struct span file)
{
    size_t start = SIZE_MAX, from = file.size > TAIL ? file.size - TAIL : 0;
    for (size_t at = span_find(file, SPAN_LITERAL("startxref"), from); at != SIZE_MAX; at = span_find(file, SPAN_LITERAL("startxref"), at + 9))
        start = at;
    if (start == SIZE_MAX)
        return SPAN_NONE;
    size_t head = span_find(span_slice(file, 0, TAIL), SPAN_LITERAL("%PDF-"), 0);
    uint64_t offset = number_of(span_slice(file, start + 9, SIZE_MAX));
    struct span found = section(file, offset);
    return found.size || head == SIZE_MAX ? found : section(file, offset + head);
}

/* Every trailer and every stream of the kind, one that names an encryption rather than others, the newest of these. */
static struct span by_search(struct inspection *inspection, struct span file)
{
    struct span found = SPAN_NONE, trailer;
    bool encrypts = false;
    size_t at = span_find(file, SPAN_LITERAL("trailer"), 0);
    for (unsigned i = 0; i < PDF_SECTIONS && at != SIZE_MAX && !inspection_late(inspection); i++, at = span_find(file, SPAN_LITERAL("trailer"), at + 7)) {
        trailer = span_slice(file, at + 7, SIZE_MAX);
        bool names = pdf_object_value(trailer, "Encrypt").size > 0;
        if (span_starts(pdf_object_take(trailer, NULL), SPAN_LITERAL("<<")) && names >= encrypts)
            found = trailer;
        encrypts |= names;
    }
    at = span_find(file, SPAN_LITERAL("/XRef"), 0);
    for (unsigned i = 0; i < PDF_SECTIONS && at != SIZE_MAX && !inspection_late(inspection); i++, at = span_find(file, SPAN_LITERAL("/XRef"), at + 5)) {
        trailer = pdf_object_around(file, at);
        bool names = pdf_object_value(trailer, "Encrypt").size > 0;
        if (pdf_object_is_name(pdf_object_take(pdf_object_value(trailer, "Type"), NULL), "XRef") && names >= encrypts)
            found = trailer;
        encrypts |= names;
    }
    return found;
}

bool pdf_encrypt_trailer(struct inspection *inspection, struct span file, struct span *ret_trailer)
{
    struct span found = by_startxref(file);
    if (!span_starts(pdf_object_take(found, NULL), SPAN_LITERAL("<<")))
        found = by_search(inspection, file);
    *ret_trailer = found;
    return found.size > 0;
}

/* 7.6.2, table 20: V; 7.6.6: from 4 on the method of the crypt filter. */
static const char *how_of(struct span dictionary)
{
    uint64_t version = number_of(pdf_object_value(dictionary, "V")), length = number_of(pdf_object_value(dictionary, "Length"));
    struct span filters = pdf_object_take(pdf_object_value(dictionary, "CF"), NULL);
    if (version >= 5)
        return "AES-256";
    if (version == 4)
        return span_find(filters, SPAN_LITERAL("AESV2"), 0) != SIZE_MAX ? "AES-128" : "RC4-128";
    if (version == 1)
        return "RC4-40";
    return version == 2 || version == 3 ? (length > 40 ? "RC4-128" : "RC4-40") : "PDF";
}

struct span pdf_encrypt_find(struct inspection *inspection, struct span file, const char **ret_how)
{
    struct span trailer;
    if (!pdf_encrypt_trailer(inspection, file, &trailer))
        return SPAN_NONE;
    struct span value = pdf_object_value(trailer, "Encrypt");
    if (!value.size || span_equal(pdf_object_take(value, NULL), SPAN_LITERAL("null")))
        return SPAN_NONE;
    struct span dictionary = pdf_object_resolve(file, value);
    if (span_equal(pdf_object_take(dictionary, NULL), SPAN_LITERAL("null")))
        return SPAN_NONE;
    *ret_how = how_of(dictionary);
    return dictionary.size ? dictionary : value;
}
