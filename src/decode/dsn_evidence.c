/* Looks at header and class for the marks of machines. */
#include "decode/dsn_evidence.h"

static bool has_field(const struct mime_fields *fields, struct span name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (mime_field_is(&fields->field[i], name))
            return true;
    return false;
}

bool dsn_evidence_declared(const struct mime_fields *fields, const struct message *message)
{
    struct span type = mime_field_value(fields, SPAN_LITERAL("Content-Type"));
    return span_starts_nocase(type, SPAN_LITERAL("multipart/report"))
        || span_starts_nocase(message->item_class, SPAN_LITERAL("REPORT."))
        || has_field(fields, SPAN_LITERAL("X-Failed-Recipients"));
}

/* Behind the name stands nothing, a number or a tag: "postmaster-weekly" is a newsletter. */
static bool ends_there(struct span rest)
{
    if (!rest.size)
        return true;
    bool digit = rest.data[0] >= '0' && rest.data[0] <= '9';
    bool number = rest.data[0] == '-' && rest.size > 1 && rest.data[1] >= '0' && rest.data[1] <= '9';
    return digit || number || rest.data[0] == '+' || rest.data[0] == '=';
}

/* Local parts that no person has. */
static bool daemon(struct span local)
{
    static const struct span names[] = {
        SPAN_LITERAL("mailer-daemon"), SPAN_LITERAL("mailer_daemon"), SPAN_LITERAL("mailerdaemon"), SPAN_LITERAL("mail-daemon"),
        SPAN_LITERAL("maildaemon"), SPAN_LITERAL("mail-deamon"), SPAN_LITERAL("mailer-deamon"), SPAN_LITERAL("mdaemon"), SPAN_LITERAL("postmaster"),
        SPAN_LITERAL("post_master"), SPAN_LITERAL("mail-delivery-subsystem"), SPAN_LITERAL("maildeliverysystem"), SPAN_LITERAL("mmsc"),
    };
    if (span_starts_nocase(local, SPAN_LITERAL("microsoftexchange3"))) /* and 31 more hex digits */
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_starts_nocase(local, names[i]) && ends_there(span_slice(local, names[i].size, local.size)))
            return true;
    return false;
}

static bool from_daemon(const struct message *message)
{
    if (message->from_count != 1)
        return false;
    struct span addr = message->from[0].addr, name = message->from[0].name;
    struct span local = address_local(addr);
    return daemon(local.size ? local : addr) || (!addr.size && daemon(name));
}

static bool empty_path(const struct mime_fields *fields)
{
    struct span path = mime_field_value(fields, SPAN_LITERAL("Return-Path"));
    return (path.size && span_trim(span_slice(path, 1, path.size - 2)).size == 0 && path.data[0] == '<')
        || span_starts_nocase(path, SPAN_LITERAL("<MAILER-DAEMON"));
}

/* RFC 3834 5. Alarms and statements are "auto-generated", too, but only sendmail says behind it which notification it is. */
static bool answers(const struct mime_fields *fields)
{
    struct span automatic = mime_field_value(fields, SPAN_LITERAL("Auto-Submitted"));
    return span_starts_nocase(automatic, SPAN_LITERAL("auto-replied")) || span_starts_nocase(automatic, SPAN_LITERAL("auto-notified"))
        || (span_starts_nocase(automatic, SPAN_LITERAL("auto-generated")) && span_find_byte(automatic, '(', 0) != SIZE_MAX);
}

/* Fields that only programs which report write. */
static bool reporter_field(const struct mime_fields *fields)
{
    static const struct span names[] = {SPAN_LITERAL("X-MS-Exchange-Message-Is-Ndr"), SPAN_LITERAL("X-MDDSN-Message"), SPAN_LITERAL("X-MLServer")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_field(fields, names[i]))
            return true;
    return span_starts_nocase(mime_field_value(fields, SPAN_LITERAL("X-Mailer")), SPAN_LITERAL("<SMTP32"));
}

bool dsn_evidence_server(const struct mime_fields *fields, const struct message *message)
{
    return dsn_evidence_declared(fields, message) || from_daemon(message) || reporter_field(fields);
}

bool dsn_evidence_machine(const struct mime_fields *fields, const struct message *message)
{
    return dsn_evidence_server(fields, message) || dsn_evidence_unanswerable(fields);
}

bool dsn_evidence_unanswerable(const struct mime_fields *fields)
{
    return empty_path(fields) || answers(fields);
}

/* Part of a subject or a sender's name. */
static bool claims(struct span text)
{
    static const struct span words[] = {
        SPAN_LITERAL("deliver"), SPAN_LITERAL("mailer"), SPAN_LITERAL("postmaster"), SPAN_LITERAL("returned"), SPAN_LITERAL("failure"),
        SPAN_LITERAL("mail system"), SPAN_LITERAL("mail server"), SPAN_LITERAL("webmail"), SPAN_LITERAL("mail admin"), SPAN_LITERAL("system admin"),
        SPAN_LITERAL("pending"), SPAN_LITERAL("quarantin"), SPAN_LITERAL("配信"), SPAN_LITERAL("不達"), SPAN_LITERAL("エラー"), SPAN_LITERAL("配達"),
        SPAN_LITERAL("メールサーバ"), SPAN_LITERAL("zustell"), SPAN_LITERAL("remise"), SPAN_LITERAL("entrega"), SPAN_LITERAL("auto"), SPAN_LITERAL("自動"),
        SPAN_LITERAL("complaint"), SPAN_LITERAL("feedback"), SPAN_LITERAL("abuse"), SPAN_LITERAL("退信"), SPAN_LITERAL("실패"),
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find_nocase(text, words[i], 0) != SIZE_MAX)
            return true;
    return false;
}

bool dsn_evidence_possible(const struct message *message)
{
    if (message->flags & MESSAGE_NOT_MAIL)
        return false;
    bool travelled = message->flags & MESSAGE_TRANSPORT_HEADERS;
    if (message->report || (message->flags & (MESSAGE_REPORT | MESSAGE_AUTOMATIC)) || (travelled && !message->return_path.size)
        || message->from_count != 1 || claims(message->subject))
        return true;
    const struct address *from = &message->from[0];
    return from_daemon(message) || !from->addr.size || address_not_a_person(from->addr) || claims(from->name);
}
