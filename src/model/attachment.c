/* Names and sentences of what inspection finds. */
#include "model/attachment.h"

#include "base/i18n.h"

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
