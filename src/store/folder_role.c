/* The names that mail programs give to their folders. */
#include "store/folder_role.h"

#include <stddef.h>
#include "model/message.h"

struct role_name {
    struct span name;
    uint32_t flag;
};

static const struct role_name names[] = {
    {SPAN_LITERAL("sent"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("sent items"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("sent mail"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("sent messages"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("sent-mail"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("sent_items"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("sent_mail"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("sentmail"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("_sent_mail"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("outbox"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("送信済み"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("送信済みアイテム"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("送信済みメール"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("送信済みトレイ"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("送信済"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("送信控"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("gesendet"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("gesendete elemente"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("gesendete objekte"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("éléments envoyés"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("messages envoyés"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("envoyés"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("elementos enviados"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("enviados"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("itens enviados"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("posta inviata"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("inviati"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("inviata"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("verzonden"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("verzonden items"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("已发送"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("已发送邮件"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("已傳送的郵件"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("寄件備份"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("보낸 편지함"), MESSAGE_SENT_COPY},
    {SPAN_LITERAL("drafts"), MESSAGE_DRAFT},
    {SPAN_LITERAL("draft"), MESSAGE_DRAFT},
    {SPAN_LITERAL("下書き"), MESSAGE_DRAFT},
    {SPAN_LITERAL("entwürfe"), MESSAGE_DRAFT},
    {SPAN_LITERAL("brouillons"), MESSAGE_DRAFT},
    {SPAN_LITERAL("borradores"), MESSAGE_DRAFT},
    {SPAN_LITERAL("bozze"), MESSAGE_DRAFT},
    {SPAN_LITERAL("concepten"), MESSAGE_DRAFT},
    {SPAN_LITERAL("rascunhos"), MESSAGE_DRAFT},
    {SPAN_LITERAL("草稿"), MESSAGE_DRAFT},
    {SPAN_LITERAL("trash"), MESSAGE_DELETED},
    {SPAN_LITERAL("deleted items"), MESSAGE_DELETED},
    {SPAN_LITERAL("deleted messages"), MESSAGE_DELETED},
    {SPAN_LITERAL("deleted_items"), MESSAGE_DELETED},
    {SPAN_LITERAL("deleted"), MESSAGE_DELETED},
    {SPAN_LITERAL("recoverable items"), MESSAGE_DELETED},
    {SPAN_LITERAL("bin"), MESSAGE_DELETED},
    {SPAN_LITERAL("削除済みアイテム"), MESSAGE_DELETED},
    {SPAN_LITERAL("ごみ箱"), MESSAGE_DELETED},
    {SPAN_LITERAL("ゴミ箱"), MESSAGE_DELETED},
    {SPAN_LITERAL("gelöschte elemente"), MESSAGE_DELETED},
    {SPAN_LITERAL("papierkorb"), MESSAGE_DELETED},
    {SPAN_LITERAL("corbeille"), MESSAGE_DELETED},
    {SPAN_LITERAL("éléments supprimés"), MESSAGE_DELETED},
    {SPAN_LITERAL("elementos eliminados"), MESSAGE_DELETED},
    {SPAN_LITERAL("papelera"), MESSAGE_DELETED},
    {SPAN_LITERAL("posta eliminata"), MESSAGE_DELETED},
    {SPAN_LITERAL("cestino"), MESSAGE_DELETED},
    {SPAN_LITERAL("verwijderde items"), MESSAGE_DELETED},
    {SPAN_LITERAL("lixeira"), MESSAGE_DELETED},
    {SPAN_LITERAL("已删除邮件"), MESSAGE_DELETED},
};

static struct span last_component(struct span path)
{
    static const struct span endings[] = {SPAN_LITERAL(".mbox"), SPAN_LITERAL(".mbx"), SPAN_LITERAL(".eml")};
    while (path.size > 0 && path.data[path.size - 1] == '/')
        path.size--;
    size_t from = path.size;
    while (from > 0 && path.data[from - 1] != '/')
        from--;
    struct span name = span_slice(path, from, path.size);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (span_ends_nocase(name, endings[i]))
            name.size -= endings[i].size;
    /* a Maildir++ folder that stands alone keeps its dot */
    return name.size > 1 && name.data[0] == '.' ? span_slice(name, 1, name.size) : name;
}

uint32_t folder_role(struct span path)
{
    struct span name = last_component(path);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_equal_nocase(name, names[i].name))
            return names[i].flag;
    return 0;
}
