/* Looks at the names of a PDF, in plain view and in object streams, and into the files that it holds. */
#include "inspect/pdf.h"

#include "inspect/open_pdf.h"
#include "inspect/pdf_encrypt.h"
#include "inspect/pdf_object.h"
#include "inspect/zlib_stream.h"

static bool name_at(struct span text, size_t at, const char *plain)
{
    return pdf_object_is_name(pdf_object_take(span_slice(text, at, 64), NULL), plain);
}

static bool is_name(struct span value, const char *plain)
{
    return value.size && pdf_object_is_name(pdf_object_take(span_slice(value, 0, 64), NULL), plain);
}

/* A file opens at a page in everyday life; only what reaches out of the document counts. */
static void open_action(struct inspection *inspection, const struct inspected_file *file, struct span value)
{
    static const char *const kinds[] = {"JavaScript", "Launch", "URI", "SubmitForm", "GoToR", "GoToE", "ImportData"};
    struct span action = pdf_object_value(pdf_object_resolve(file->bytes, value), "S");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is_name(action, kinds[i]))
            inspection_fact(inspection, file, ATTACHMENT_PDF_ACTION, span_of(kinds[i]));
}

#define ACTION_BYTES 512u /* before its kind within which an action begins */

/* The file of the action whose kind stands at `at`. */
static struct span target_of(struct span file, struct span text, size_t at)
{
    size_t begin = at, least = at > ACTION_BYTES ? at - ACTION_BYTES : 0;
    while (begin > least && !span_starts(span_slice(text, begin, 2), SPAN_LITERAL("<<")))
        begin--;
    struct span target = pdf_object_resolve(file, pdf_object_value(span_slice(text, begin, SIZE_MAX), "F"));
    if (span_starts(target, SPAN_LITERAL("<<")))
        target = pdf_object_value(target, "F");
    target = pdf_object_take(target, NULL);
    return target.size > 2 && target.data[0] == '(' ? span_slice(target, 1, target.size - 2) : SPAN_NONE;
}

/* True for a name that tells something; names with #xx are decoded. */
static bool one_name(struct inspection *inspection, const struct inspected_file *file, struct span text, size_t at)
{
    if (name_at(text, at, "JavaScript"))
        inspection_fact(inspection, file, ATTACHMENT_PDF_JAVASCRIPT, SPAN_NONE);
    else if (name_at(text, at, "Launch"))
        inspection_fact(inspection, file, ATTACHMENT_PDF_LAUNCH, target_of(file->bytes, text, at));
    else if (name_at(text, at, "EmbeddedFile"))
        inspection_fact(inspection, file, ATTACHMENT_PDF_FILE, SPAN_NONE);
    else if (name_at(text, at, "OpenAction")) {
        struct span value;
        pdf_object_take(span_slice(text, at, SIZE_MAX), &value);
        open_action(inspection, file, value);
    } else {
        return false;
    }
    return true;
}

static void names(struct inspection *inspection, const struct inspected_file *file, struct span text)
{
    unsigned seen = 0;
    for (size_t at = span_find_byte(text, '/', 0); at < text.size && text.size - at > 4; at = span_find_byte(text, '/', at + 1)) {
        char first = text.data[at + 1], second = text.data[at + 2];
        if (first == '#' || second == '#' || (first == 'J' && second == 'a') || (first == 'L' && second == 'a')
            || (first == 'E' && second == 'm') || (first == 'O' && second == 'p'))
            if (one_name(inspection, file, text, at) && (++seen == PDF_NAMES || inspection_late(inspection)))
                return;
    }
}

static struct span stream_bytes(struct inspection *inspection, struct span dictionary)
{
    struct span stream = pdf_object_stream(dictionary), filter = pdf_object_take(pdf_object_value(dictionary, "Filter"), NULL), bytes;
    if (!filter.size)
        return stream;
    if (span_find(filter, SPAN_LITERAL("FlateDecode"), 0) == SIZE_MAX && span_find(filter, SPAN_LITERAL("/Fl"), 0) == SIZE_MAX)
        return SPAN_NONE;
    return zlib_stream_open(inspection, stream, &bytes) ? bytes : SPAN_NONE;
}

static void object_streams(struct inspection *inspection, const struct inspected_file *file)
{
    unsigned count = 0;
    for (size_t at = span_find(file->bytes, SPAN_LITERAL("/ObjStm"), 0); at != SIZE_MAX && !inspection_late(inspection);
         at = span_find(file->bytes, SPAN_LITERAL("/ObjStm"), at + 7)) {
        struct span dictionary = pdf_object_around(file->bytes, at);
        if (!is_name(pdf_object_value(dictionary, "Type"), "ObjStm"))
            continue;
        if (count++ == PDF_OBJECT_STREAMS) {
            inspection_limit(inspection, "only the first object streams of a PDF are read");
            return;
        }
        names(inspection, file, stream_bytes(inspection, dictionary));
    }
}

static void files(struct inspection *inspection, const struct inspected_file *file)
{
    unsigned count = 0;
    for (size_t at = span_find(file->bytes, SPAN_LITERAL("/EmbeddedFile"), 0); at != SIZE_MAX && !inspection_late(inspection);
         at = span_find(file->bytes, SPAN_LITERAL("/EmbeddedFile"), at + 13)) {
        struct span dictionary = pdf_object_around(file->bytes, at), bytes;
        if (!is_name(pdf_object_value(dictionary, "Type"), "EmbeddedFile") || !(bytes = stream_bytes(inspection, dictionary)).size)
            continue;
        if (count++ == PDF_FILES) {
            inspection_limit(inspection, "only the first files in a PDF are looked into");
            return;
        }
        struct span name = arena_printf(inspection->arena, "embedded file %u", count);
        struct attachment_member *member = inspection_member(inspection, file, name, bytes.size, false);
        if (!member)
            return;
        inspection_enter(inspection, file, member, bytes);
    }
}

void pdf_inspect(struct inspection *inspection, struct inspected_file *file)
{
    const char *how;
    struct span encryption = pdf_encrypt_find(inspection, file->bytes, &how);
    names(inspection, file, file->bytes);
    if (encryption.size) {
        struct span trailer = SPAN_NONE;
        inspection_encrypted(inspection, file, how);
        pdf_encrypt_trailer(inspection, file->bytes, &trailer);
        open_pdf(inspection, file, encryption, trailer);
        return;
    }
    if (inspection_late(inspection)) /* not all of it was searched */
        return;
    inspection_clear(inspection, file);
    object_streams(inspection, file);
    files(inspection, file);
}
