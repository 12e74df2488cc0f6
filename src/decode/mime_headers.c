/* Goes over the fields of a mail once for its people, once for its trace and asks for the single ones by name. */
#include "decode/mime_headers.h"

#include <stdint.h>
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/mime_address.h"
#include "decode/mime_coding.h"
#include "decode/mime_date.h"
#include "decode/mime_header.h"
#include "decode/mime_ids.h"
#include "decode/mime_note.h"
#include "decode/mime_param.h"
#include "decode/received.h"

#define VALUE(fields, name) mime_field_value((fields), SPAN_LITERAL(name))
#define HAS(fields, name) has_field((fields), SPAN_LITERAL(name))
#define WORD(text) {(text), sizeof(text) - 1}

struct filler {
    struct arena *arena;
    const struct mime_fields *fields;
    struct span charset;
    struct message *message;
};

static bool has_field(const struct mime_fields *fields, struct span name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (mime_field_is(&fields->field[i], name))
            return true;
    return false;
}

static struct span text_of(const struct filler *filler, struct span value)
{
    return utf8_cut(mime_header_text(filler->arena, value, filler->charset), LIMIT_FIELD_BYTES);
}

static void add_people(const struct filler *filler, struct span name, enum address_role role, struct mime_address_list *list)
{
    const struct mime_fields *fields = filler->fields;
    for (size_t i = 0; i < fields->count; i++)
        if (mime_field_is(&fields->field[i], name))
            mime_address_parse(filler->arena, fields->field[i].value, filler->charset, role, list);
}

static void fill_from(const struct filler *filler)
{
    struct message *message = filler->message;
    const struct mime_fields *fields = filler->fields;
    struct span value = SPAN_NONE;
    size_t count = 0;
    for (size_t i = 0; i < fields->count; i++)
        if (mime_field_is(&fields->field[i], SPAN_LITERAL("From")) && count++ == 0)
            value = fields->field[i].value;
    if (count == 0)
        return;
    if (count > 1)
        mime_note(filler->arena, message, "more than one From field: the first is read");
    struct mime_address_list list = {0};
    mime_address_parse(filler->arena, value, filler->charset, ADDRESS_TO, &list);
    struct span raw = mime_field_unfold(filler->arena, value);
    message->from_raw = utf8_cut(utf8_repair(filler->arena, raw), LIMIT_FIELD_BYTES);
    message->from = list.address;
    message->from_count = list.count;
    if (list.cut)
        mime_note_cut(filler->arena, message, "more than %d addresses in From: the others are left out", LIMIT_ADDRESSES);
}

static void fill_people(const struct filler *filler)
{
    struct message *message = filler->message;
    struct mime_address_list reply_to = {0}, sender = {0}, recipients = {0};
    fill_from(filler);
    add_people(filler, SPAN_LITERAL("Sender"), ADDRESS_TO, &sender);
    if (sender.count)
        message->sender = sender.address[0];
    add_people(filler, SPAN_LITERAL("Reply-To"), ADDRESS_TO, &reply_to);
    if (reply_to.count) {
        message->reply_to = reply_to.address;
        message->reply_to_count = reply_to.count;
    }
    add_people(filler, SPAN_LITERAL("To"), ADDRESS_TO, &recipients);
    add_people(filler, SPAN_LITERAL("Cc"), ADDRESS_CC, &recipients);
    add_people(filler, SPAN_LITERAL("Bcc"), ADDRESS_BCC, &recipients);
    if (recipients.count) {
        message->recipients = recipients.address;
        message->recipient_count = recipients.count;
    }
    if (recipients.cut || reply_to.cut || sender.cut)
        mime_note_cut(filler->arena, message, "more than %d addresses: the others are left out", LIMIT_ADDRESSES);
}

/* Lower-cased address of a field that holds one, `<>` giving an empty one. */
static struct span bare_address(const struct filler *filler, struct span value)
{
    struct span id = mime_ids_one(filler->arena, value);
    return address_make(filler->arena, SPAN_NONE, id).addr;
}

static void fill_trace(const struct filler *filler)
{
    struct message *message = filler->message;
    const struct mime_fields *fields = filler->fields;
    struct received hops[LIMIT_RECEIVED];
    size_t count = 0, seen = 0;
    for (size_t i = 0; i < fields->count; i++)
        if (mime_field_is(&fields->field[i], SPAN_LITERAL("Received")) && ++seen <= LIMIT_RECEIVED)
            hops[count++] = received_parse(filler->arena, fields->field[i].value);
    if (!count)
        return;
    if (seen > count)
        mime_note_cut(filler->arena, message, "more than %d Received fields: the others are left out", LIMIT_RECEIVED);
    struct received *kept = arena_array(filler->arena, count, sizeof *kept);
    memcpy(kept, hops, count * sizeof *kept);
    message->received = kept;
    message->received_count = count;
    message->flags |= MESSAGE_TRANSPORT_HEADERS;
    for (size_t i = count; i-- > 0;) { /* the topmost that says so wins */
        if (kept[i].date != MESSAGE_NO_DATE)
            message->received_date = kept[i].date;
        if (kept[i].account.size)
            message->authenticated = kept[i].account;
    }
}

/* X-Get-Message-Sender-Via and its kin: "host.example: authenticated_id: user@a.example". */
static void fill_authenticated(const struct filler *filler)
{
    static const struct span names[] = {
        WORD("X-Authenticated-Sender"), WORD("X-Authenticated-User"), WORD("X-Authenticated-As"), WORD("X-Authenticated"),
        WORD("X-Auth-User"), WORD("X-AuthUser"), WORD("X-Auth-Sender"), WORD("X-Auth-Id"), WORD("X-SMTP-Auth"),
        WORD("X-SMTP-Auth-User"), WORD("X-Sender-Auth"), WORD("X-Sasl-Username"), WORD("X-Get-Message-Sender-Via"),
    };
    const struct mime_fields *fields = filler->fields;
    for (size_t n = 0; n < sizeof names / sizeof *names && !filler->message->authenticated.size; n++) {
        struct span value = text_of(filler, mime_field_value(fields, names[n]));
        for (size_t colon; (colon = span_find(value, SPAN_LITERAL(": "), 0)) != SIZE_MAX;)
            value = span_slice(value, colon + 2, value.size);
        if (value.size && value.data[0] == '<')
            value = mime_ids_one(filler->arena, value);
        filler->message->authenticated = value;
    }
}

static void fill_origin(const struct filler *filler)
{
    struct message *message = filler->message;
    const struct mime_fields *fields = filler->fields;
    struct span path = VALUE(fields, "Return-Path");
    if (path.size)
        message->return_path = bare_address(filler, path);
    struct span ip = text_of(filler, VALUE(fields, "X-Originating-IP"));
    ip = span_slice(ip, 0, span_find_byte(ip, ',', 0));
    while (ip.size && (ip.data[0] == '[' || ip.data[0] == ' '))
        ip = span_slice(ip, 1, ip.size);
    while (ip.size && (ip.data[ip.size - 1] == ']' || ip.data[ip.size - 1] == ' '))
        ip.size--;
    if (ip.size)
        message->originating_ip = ip;
    struct span mailer = VALUE(fields, "X-Mailer");
    mailer = text_of(filler, mailer.size ? mailer : VALUE(fields, "User-Agent"));
    if (mailer.size)
        message->mailer = mailer;
    fill_authenticated(filler);
}

static void fill_dates(const struct filler *filler)
{
    struct span value = VALUE(filler->fields, "Date");
    if (value.size && !mime_date(mime_field_unfold(filler->arena, value), &filler->message->date, &filler->message->zone))
        mime_note(filler->arena, filler->message, "the Date field cannot be read");
}

/* List-Id's value in angle brackets (RFC 2919), else the address of List-Post (RFC 2369). */
static void fill_list(const struct filler *filler)
{
    const struct mime_fields *fields = filler->fields;
    struct message *message = filler->message;
    struct span id = VALUE(fields, "List-Id"), post = VALUE(fields, "List-Post"), precedence = VALUE(fields, "Precedence");
    if (id.size)
        message->list_id = mime_ids_one(filler->arena, id);
    else if (post.size && !span_starts_nocase(post, SPAN_LITERAL("NO")))
        message->list_id = bare_address(filler, post);
    if (id.size || post.size || HAS(fields, "List-Unsubscribe") || span_equal_nocase(precedence, SPAN_LITERAL("list"))
        || span_equal_nocase(precedence, SPAN_LITERAL("bulk")))
        message->flags |= MESSAGE_LIST;
}

static bool from_mailer_daemon(const struct message *message)
{
    if (!message->from_count)
        return false;
    struct span local = address_local(message->from[0].addr);
    return span_equal_nocase(local, SPAN_LITERAL("mailer-daemon")) || span_equal_nocase(local, SPAN_LITERAL("postmaster"));
}

static void fill_automatic(const struct filler *filler)
{
    const struct mime_fields *fields = filler->fields;
    struct message *message = filler->message;
    struct span automatic = VALUE(fields, "Auto-Submitted"), type = VALUE(fields, "Content-Type");
    struct span path = VALUE(fields, "Return-Path");
    if ((automatic.size && !span_starts_nocase(automatic, SPAN_LITERAL("no"))) || HAS(fields, "X-Autoreply")
        || HAS(fields, "X-Autorespond") || HAS(fields, "X-Auto-Reply")
        || span_equal_nocase(VALUE(fields, "Precedence"), SPAN_LITERAL("auto_reply")))
        message->flags |= MESSAGE_AUTOMATIC;
    if (span_starts_nocase(type, SPAN_LITERAL("multipart/report"))
        || (span_equal(path, SPAN_LITERAL("<>")) && from_mailer_daemon(message)))
        message->flags |= MESSAGE_REPORT;
    if ((message->flags & MESSAGE_REPORT) && HAS(fields, "X-Auto-Response-Suppress"))
        message->flags |= MESSAGE_AUTOMATIC;
}

/* What mail programs note in the mail itself: mbox Status and X-Status, X-Unsent of drafts. */
static void fill_state(const struct filler *filler)
{
    struct span status = VALUE(filler->fields, "Status"), more = VALUE(filler->fields, "X-Status");
    if (status.size <= 4 && span_find_byte(status, 'R', 0) != SIZE_MAX)
        filler->message->flags |= MESSAGE_READ;
    if (more.size <= 8 && span_find_byte(more, 'A', 0) != SIZE_MAX)
        filler->message->flags |= MESSAGE_ANSWERED;
    if (span_equal(VALUE(filler->fields, "X-Unsent"), SPAN_LITERAL("1")))
        filler->message->flags |= MESSAGE_DRAFT;
}

static void fill_thread(const struct filler *filler)
{
    const struct mime_fields *fields = filler->fields;
    struct message *message = filler->message;
    struct span id = VALUE(fields, "Message-Id"), index = VALUE(fields, "Thread-Index");
    if (id.size)
        message->message_id = mime_ids_one(filler->arena, id);
    if (index.size)
        message->thread_index = mime_coding_base64(filler->arena, span_slice(index, 0, LIMIT_FIELD_BYTES));
    if (HAS(fields, "Subject"))
        message->subject = text_of(filler, VALUE(fields, "Subject"));
    mime_ids_references(filler->arena, fields, message);
}

void mime_headers_fill(struct arena *arena, const struct mime_fields *fields, struct span charset, struct message *message)
{
    struct filler filler = {arena, fields, charset, message};
    if (fields->cut)
        mime_note_cut(arena, message, "the header is longer than is read: later fields are left out");
    if (fields->garbage)
        mime_note(arena, message, "the header holds lines that are no field");
    fill_thread(&filler);
    fill_dates(&filler);
    fill_people(&filler);
    fill_trace(&filler);
    fill_origin(&filler);
    fill_list(&filler);
    fill_automatic(&filler);
    fill_state(&filler);
}

void mime_headers(struct arena *arena, struct span header_block, struct message *message)
{
    struct mime_fields fields;
    mime_field_parse(arena, header_block, &fields);
    struct span charset = mime_param(arena, VALUE(&fields, "Content-Type"), SPAN_LITERAL("charset"), SPAN_NONE);
    if (charset.size)
        message->charset = mime_param_main(arena, charset);
    mime_headers_fill(arena, &fields, charset, message);
}
