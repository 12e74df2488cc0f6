/* Makes the JSON of attachments. */
#include "report/jsonl_attachment.h"

#include "base/limits.h"
#include "report/jsonl_object.h"

static json_t *encrypted(enum attachment_encrypted encrypted)
{
    return encrypted == ATTACHMENT_ENCRYPTED_UNKNOWN ? json_null() : json_boolean(encrypted == ATTACHMENT_ENCRYPTED_YES);
}

static json_t *members(const struct attachment *attachment)
{
    json_t *array = json_array();
    for (size_t i = 0; i < attachment->member_count; i++) {
        const struct attachment_member *member = &attachment->members[i];
        json_t *object = json_object();
        json_object_set_new(object, "name", jsonl_object_text(member->name));
        json_object_set_new(object, "size", json_integer((json_int_t)member->size));
        json_object_set_new(object, "encrypted", json_boolean(member->encrypted));
        json_object_set_new(object, "true_type", jsonl_object_text_or_null(member->true_type));
        json_object_set_new(object, "sha256", member->read ? jsonl_object_sha256(member->sha256) : json_null());
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *facts(const struct attachment *attachment)
{
    json_t *array = json_array();
    for (size_t i = 0; i < attachment->fact_count; i++) {
        const struct attachment_fact *fact = &attachment->facts[i];
        json_t *object = json_object();
        json_object_set_new(object, "fact", json_string(attachment_fact_name(fact->kind)));
        json_object_set_new(object, "where", jsonl_object_text(fact->where));
        json_object_set_new(object, "detail", jsonl_object_text(fact->detail));
        json_array_append_new(array, object);
    }
    return array;
}

/* The clauses that inspection joined. */
static json_t *limits(struct span text)
{
    json_t *array = json_array();
    for (size_t from = 0; from < text.size;) {
        size_t to = span_find(text, SPAN_LITERAL("; "), from);
        to = to == SIZE_MAX ? text.size : to;
        json_array_append_new(array, jsonl_object_text(span_slice(text, from, to - from)));
        from = to + 2;
    }
    return array;
}

void jsonl_attachment_set(json_t *object, const struct attachment *attachment)
{
    json_object_set_new(object, "size", json_integer((json_int_t)attachment->size));
    json_object_set_new(object, "sha256", jsonl_object_sha256(attachment->sha256));
    json_object_set_new(object, "true_type", jsonl_object_text_or_null(attachment->true_type));
    json_object_set_new(object, "encrypted", encrypted(attachment->encrypted));
    json_object_set_new(object, "encryption", jsonl_object_text_or_null(attachment->encryption));
    json_object_set_new(object, "macros", json_string(attachment_macros_name(attachment->macros)));
    json_object_set_new(object, "opened_with", jsonl_object_text_or_null(attachment->opened_with));
    json_object_set_new(object, "opened_where", jsonl_object_text_or_null(attachment->opened_where));
    json_object_set_new(object, "members", members(attachment));
    json_object_set_new(object, "facts", facts(attachment));
    json_object_set_new(object, "limits", limits(attachment->limits));
}

json_t *jsonl_attachments(const struct attachment *attachments, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        json_object_set_new(object, "name", jsonl_object_text(attachments[i].name));
        jsonl_attachment_set(object, &attachments[i]);
        json_array_append_new(array, object);
    }
    return array;
}
