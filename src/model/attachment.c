/* Names and sentences of what inspection finds. */
#include "model/attachment.h"

#include "base/i18n.h"
#include "model/risky_name.h"

static const struct {
    const char *name, *says;
} facts[] = {
#define FACT(kind, name, says) {name, says},
#include "model/attachment_fact.def"
#undef FACT
};

const char *attachment_fact_name(enum attachment_fact_kind kind)
{
    return facts[kind].name;
}

const char *attachment_fact_says(enum attachment_fact_kind kind)
{
    return facts[kind].says;
}

bool attachment_fact_named(struct span name, enum attachment_fact_kind *ret_kind)
{
    for (int kind = 0; kind < ATTACHMENT_FACT_KINDS; kind++) {
        if (!span_equal(name, span_of(facts[kind].name)))
            continue;
        *ret_kind = (enum attachment_fact_kind)kind;
        return true;
    }
    return false;
}

const char *attachment_macros_name(enum attachment_macros macros)
{
    switch (macros) {
    case ATTACHMENT_MACROS_NONE:
        return "none";
    case ATTACHMENT_MACROS_VBA:
        return "vba";
    case ATTACHMENT_MACROS_XLM:
        return "xlm";
    case ATTACHMENT_MACROS_BOTH:
        return "vba+xlm";
    case ATTACHMENT_MACROS_UNKNOWN:
        break;
    }
    return "unknown";
}

bool attachment_fact_telling(enum attachment_fact_kind kind)
{
    switch (kind) {
    case ATTACHMENT_REMOTE_TEMPLATE:
    case ATTACHMENT_EXTERNAL_OBJECT:
    case ATTACHMENT_EMBEDDED_OBJECT:
    case ATTACHMENT_PDF_ACTION:
    case ATTACHMENT_PDF_JAVASCRIPT:
    case ATTACHMENT_PDF_FILE:
    case ATTACHMENT_OPENS_WITHOUT_PASSWORD:
        return false;
    default:
        return true;
    }
}

bool attachment_has_fact(const struct attachment *attachment, enum attachment_fact_kind kind, struct span where)
{
    for (size_t i = 0; i < attachment->fact_count; i++)
        if (attachment->facts[i].kind == kind && span_equal(attachment->facts[i].where, where))
            return true;
    return false;
}

bool attachment_locked(const struct attachment *attachment, struct span *ret_where, struct span *ret_how)
{
    if (attachment->encrypted == ATTACHMENT_ENCRYPTED_YES
        && !attachment_has_fact(attachment, ATTACHMENT_OPENS_WITHOUT_PASSWORD, SPAN_NONE)) {
        *ret_where = SPAN_NONE;
        *ret_how = attachment->encryption;
        return true;
    }
    for (size_t i = 0; i < attachment->fact_count; i++) {
        const struct attachment_fact *fact = &attachment->facts[i];
        if (fact->kind != ATTACHMENT_ENCRYPTED_INSIDE || attachment_has_fact(attachment, ATTACHMENT_OPENS_WITHOUT_PASSWORD, fact->where))
            continue;
        *ret_where = fact->where;
        *ret_how = fact->detail;
        return true;
    }
    return false;
}

static bool runs(struct span name)
{
    return risky_name(span_trim(name)) == RISKY_NAME_RUNS;
}

bool attachment_telling(const struct attachment *attachment)
{
    if (attachment->encrypted == ATTACHMENT_ENCRYPTED_YES || attachment->opened_with.size || runs(attachment->name))
        return true;
    for (size_t i = 0; i < attachment->fact_count; i++)
        if (attachment_fact_telling(attachment->facts[i].kind))
            return true;
    for (size_t i = 0; i < attachment->member_count; i++)
        if (runs(attachment->members[i].name))
            return true;
    return false;
}
