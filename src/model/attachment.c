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
