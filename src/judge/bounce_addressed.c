/* Asks the returned header, the report and the line of our server who is one of ours. */
#include "judge/bounce_addressed.h"

static bool is_ours(const struct bounce_desk *desk, struct span address)
{
    uint32_t person = intern_find(desk->corpus->addresses, address), org = intern_find(desk->corpus->orgs, address_organisation(address));
    return (person != INTERN_NONE && desk->corpus->people[person].own) || (org != INTERN_NONE && desk->corpus->own_orgs[org]);
}

/* `for <taro@ours.example>` in the line of our server: it took the mail for him and sent it on. */
static struct span taken_for(struct arena *arena, struct span line)
{
    size_t at = span_find_nocase(line, SPAN_LITERAL(" for <"), 0);
    if (at == SIZE_MAX)
        return SPAN_NONE;
    struct span rest = span_slice(line, at + 6, SIZE_MAX);
    return address_make(arena, SPAN_NONE, span_slice(rest, 0, span_find_byte(rest, '>', 0))).addr;
}

bool bounce_addressed_to_us(const struct bounce_desk *desk, const struct bounce_work *work)
{
    const struct corpus_mail *mail = work->original.mail;
    bool known = work->report->report.recipient_count > 0;
    for (size_t i = 0; i < work->report->report.recipient_count; i++)
        if (is_ours(desk, work->report->report.recipients[i].address))
            return true;
    if (work->path.entry < work->report->trace_count && is_ours(desk, taken_for(desk->arena, work->report->trace[work->path.entry].line)))
        return true;
    for (size_t i = mail ? mail->links : 0; mail && i < mail[1].links; i++)
        if (desk->corpus->links[i].role >= CORPUS_TO && desk->corpus->links[i].role <= CORPUS_BCC
            && desk->corpus->people[desk->corpus->links[i].person].own)
            return true;
    return !known;
}

bool bounce_addressed_from_ours(const struct bounce_desk *desk, const struct bounce_work *work)
{
    return work->original.from != CORPUS_NONE && desk->corpus->people[work->original.from].own;
}

bool bounce_addressed_redirected(const struct bounce_desk *desk, const struct bounce_work *work)
{
    const struct corpus_mail *mail = work->original.mail;
    bool ours = false;
    if (!mail || mail->from == CORPUS_NONE || bounce_addressed_from_ours(desk, work))
        return false;
    for (size_t i = mail->links; i < mail[1].links; i++) {
        const struct corpus_link *link = &desk->corpus->links[i];
        bool to = link->role >= CORPUS_TO && link->role <= CORPUS_BCC;
        ours = ours || (to && desk->corpus->people[link->person].own);
        for (size_t k = 0; to && k < work->report->report.recipient_count; k++)
            if (span_equal(work->report->report.recipients[k].address, intern_text(desk->corpus->addresses, link->person)))
                return false;
    }
    return ours && work->report->report.recipient_count;
}
