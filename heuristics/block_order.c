/* The reply header above the quote has its lines in an order, or in two languages, as no mail program writes it. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

#define LINES_BEFORE 12 /* of the quote in which its reply header must begin */
#define LINES_BETWEEN 4 /* from one of the two labels to the other, a wrapped value among them */

/* Outlook writes From first and Sent second in every language, and both in one. */
static const struct {
    const char *from, *sent;
} languages[] = {
    {"From", "Sent"}, {"差出人", "送信日時"}, {"Von", "Gesendet"}, {"De", "Envoyé"}, {"De", "Enviado"}, {"Da", "Inviato"}, {"Van", "Verzonden"},
    {"发件人", "发送时间"}, {"寄件者", "寄件日期"}, {"보낸 사람", "보낸 날짜"}, {"От", "Отправлено"},
};
#define LANGUAGES (sizeof languages / sizeof *languages)

static struct span without_marks(struct span line)
{
    size_t from = 0;
    while (from < line.size && strchr("> \t*|", line.data[from]) && line.data[from])
        from++;
    return span_slice(line, from, line.size);
}

/* `label:`, with bold marks of plain text and a full-width colon. */
static bool labelled(struct span line, const char *label)
{
    struct span text = span_of(label);
    if (!span_starts_nocase(line, text))
        return false;
    struct span rest = span_trim(span_slice(line, text.size, line.size));
    while (rest.size && rest.data[0] == '*')
        rest = span_slice(rest, 1, rest.size);
    return span_starts(rest, SPAN_LITERAL(":")) || span_starts(rest, SPAN_LITERAL("："));
}

/* The languages that say so with this line's label, one bit each. */
static unsigned says(struct span line, bool sent)
{
    unsigned found = 0;
    for (size_t i = 0; i < LANGUAGES; i++)
        if (labelled(line, sent ? languages[i].sent : languages[i].from))
            found |= 1u << i;
    return found;
}

struct block {
    unsigned from, sent; /* languages of the two labels; 0 = not there */
    bool sent_first;
    struct span first, second; /* the two lines */
};

/* The topmost reply header, which the sender's own mail program wrote. False when it has not both labels. */
static bool read_block(struct span quoted, struct block *block)
{
    struct span line;
    unsigned seen = 0;
    *block = (struct block){0};
    for (unsigned number = 0; number < LINES_BEFORE + LINES_BETWEEN && span_take_line(&quoted, &line); number++) {
        line = without_marks(line);
        unsigned from = says(line, false), sent = says(line, true);
        bool begun = block->from || block->sent;
        if (begun && (!line.size || ++seen > LINES_BETWEEN))
            return false;
        if (!begun && number >= LINES_BEFORE)
            return false;
        if ((from && block->from) || (sent && block->sent))
            return false; /* another block */
        if (!from && !sent)
            continue;
        *(begun ? &block->second : &block->first) = span_trim(line);
        block->sent_first = begun ? block->sent_first : sent != 0;
        block->from |= from;
        block->sent |= sent;
        if (block->from && block->sent)
            return true;
    }
    return false;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    struct block block;
    (void)arena;
    if (suspicion->sender_own || suspicion->over_list || suspicion->sender_service || suspicion->sender_established
        || (suspicion->message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT)) || !read_block(suspicion->quoted, &block))
        return false;
    bool mixed = !(block.from & block.sent);
    if (!block.sent_first && !mixed)
        return false;
    struct finding finding = {
        .says = block.sent_first ? N_("The reply header above the quote has \"{first}\" before \"{second}\", as no mail program writes it.")
                                 : N_("The reply header above the quote is in two languages: \"{first}\", \"{second}\"."),
        .weight = block.sent_first ? 1.2 : 0.8,
    };
    heuristic_proof(&finding, "first", block.first);
    heuristic_proof(&finding, "second", block.second);
    *ret_finding = finding;
    return true;
}

const struct heuristic block_order = {
    .name = "block_order",
    .group = HEURISTIC_HEADER,
    .looks = N_("In the topmost reply header of a new sender's mail: Sent before From, or the two labels in two languages."),
    .why = N_("Kits print the stolen mail's properties by a template of their own. Outlook and its kin write From first and all labels in one "
              "language; people who copy a header by hand do not: a weak sign."),
    .ask = ask,
};
