/* Makes and prints the JSON values of the jsonl report. */
#include "report/jsonl_object.h"

#include <math.h>
#include <stdlib.h>
#include "base/hash.h"
#include "base/utf8.h"
#include "report/date_text.h"

#define NUMBER_SCALE 10000.0 /* 4 decimals */

static json_t *needed(json_t *value)
{
    if (!value)
        abort();
    return value;
}

json_t *jsonl_object(const char *type)
{
    json_t *object = needed(json_object());
    json_object_set_new(object, "type", needed(json_string(type)));
    return object;
}

json_t *jsonl_object_text(struct span text)
{
    if (utf8_ascii(text)) /* nearly all are: no arena is opened for them */
        return needed(json_stringn_nocheck(text.data ? text.data : "", text.size));
    ARENA_LOCAL arena = arena_open();
    struct span valid = utf8_repair(arena, text);
    return needed(json_stringn(valid.data ? valid.data : "", valid.size));
}

json_t *jsonl_object_text_or_null(struct span text)
{
    return text.size ? jsonl_object_text(text) : json_null();
}

json_t *jsonl_object_texts(const struct span *texts, size_t count)
{
    json_t *array = needed(json_array());
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, jsonl_object_text(texts[i]));
    return array;
}

json_t *jsonl_object_date(struct arena *arena, int64_t date)
{
    return jsonl_object_text_or_null(date_text_utc(arena, date));
}

json_t *jsonl_object_number(double value)
{
    if (!isfinite(value))
        return json_null();
    return needed(json_real(round(value * NUMBER_SCALE) / NUMBER_SCALE));
}

json_t *jsonl_object_sha256(const uint8_t digest[HASH_SHA256_BYTES])
{
    static const uint8_t none[HASH_SHA256_BYTES];
    char hex[HASH_HEX_BYTES];
    if (memcmp(digest, none, sizeof none) == 0)
        return json_null();
    hash_hex(digest, HASH_SHA256_BYTES, hex);
    return needed(json_string(hex));
}

json_t *jsonl_object_store(const struct case_store *store)
{
    json_t *object = needed(json_object());
    json_object_set_new(object, "path", jsonl_object_text(store->path));
    json_object_set_new(object, "format", jsonl_object_text_or_null(store->format));
    json_object_set_new(object, "expected", json_integer((json_int_t)store->expected));
    json_object_set_new(object, "read", json_integer((json_int_t)store->read));
    json_object_set_new(object, "failed", json_integer((json_int_t)store->failed));
    json_object_set_new(object, "skipped", json_integer((json_int_t)store->skipped));
    json_object_set_new(object, "sha256", jsonl_object_sha256(store->sha256));
    return object;
}

/* The file that holds one mail alone: of a Maildir, of a folder of .eml or .msg files, or the .eml or .msg itself; null elsewhere. */
static json_t *file_path(const struct case_place *place)
{
    if (place->where.path.size) {
        ARENA_LOCAL arena = arena_open();
        return jsonl_object_text(arena_printf(arena, "%.*s/%.*s", SPAN_ARGS(place->store_path), SPAN_ARGS(place->where.path)));
    }
    bool alone = span_equal(place->format, SPAN_LITERAL("eml")) || span_equal(place->format, SPAN_LITERAL("msg"));
    return alone ? jsonl_object_text(place->store_path) : json_null();
}

json_t *jsonl_object_places(const struct case_place *places, size_t count)
{
    json_t *array = needed(json_array());
    for (size_t i = 0; i < count; i++) {
        json_t *object = needed(json_object());
        json_object_set_new(object, "store", jsonl_object_text(places[i].store_path));
        json_object_set_new(object, "folder", jsonl_object_text(places[i].where.folder));
        json_object_set_new(object, "item", json_integer((json_int_t)places[i].where.item));
        json_object_set_new(object, "path", file_path(&places[i]));
        json_array_append_new(array, object);
    }
    return array;
}

json_t *jsonl_object_folder(const struct case_folder *folder)
{
    json_t *object = jsonl_object("folder");
    json_object_set_new(object, "store", jsonl_object_text(folder->store_path));
    json_object_set_new(object, "folder", jsonl_object_text(folder->name));
    json_object_set_new(object, "expected", json_integer((json_int_t)folder->expected));
    json_object_set_new(object, "read", json_integer((json_int_t)folder->read));
    json_object_set_new(object, "failed", json_integer((json_int_t)folder->failed));
    return object;
}

json_t *jsonl_object_trouble(const struct case_trouble *trouble)
{
    json_t *object = jsonl_object("trouble");
    json_object_set_new(object, "store", jsonl_object_text(trouble->store_path));
    json_object_set_new(object, "folder", jsonl_object_text(trouble->folder));
    json_object_set_new(object, "item", trouble->failed ? json_integer((json_int_t)trouble->item) : json_null());
    json_object_set_new(object, "incomplete", json_boolean(trouble->failed || trouble->incomplete));
    json_object_set_new(object, "says", jsonl_object_text(trouble->text));
    return object;
}

/* Characters that a terminal would obey are written as \u escapes: outside ASCII they stand within strings only. */
static void print_safely(FILE *out, struct span line)
{
    if (utf8_ascii(line)) {
        fwrite(line.data, 1, line.size, out);
        return;
    }
    ARENA_LOCAL scratch = arena_open();
    while (line.size) {
        struct span before = line;
        uint32_t character = utf8_take(&line);
        struct span bytes = {before.data, before.size - line.size};
        if (character < 0x7f || span_equal(utf8_visible(scratch, bytes), bytes))
            fwrite(bytes.data, 1, bytes.size, out);
        else if (character < 0x10000)
            fprintf(out, "\\u%04X", character);
        else
            fprintf(out, "\\u%04X\\u%04X", 0xD800 + ((character - 0x10000) >> 10), 0xDC00 + (character & 0x3ff));
        arena_reset(scratch);
    }
}

void jsonl_object_print(json_t *object, FILE *out)
{
    char *line = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(15));
    if (!line)
        abort();
    print_safely(out, span_of(line));
    putc('\n', out);
    free(line);
    json_decref(object);
}
