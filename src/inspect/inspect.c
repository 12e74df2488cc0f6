/* Looks at every attachment of a mail within the bounds of one mail. */
#include "inspect/inspect.h"

#include "base/limits.h"
#include "inspect/inspect_file.h"
#include "inspect/kind_facts.h"
#include "inspect/name_facts.h"

static void inspect_one(struct arena *arena, const struct inspection_options *options, struct attachment *attachment,
                        struct inspection_budget *budget)
{
    struct inspection inspection = inspection_begin(arena, attachment, options, budget);
    struct inspected_file file = {.name = attachment->name, .bytes = attachment->content, .size = attachment->size};
    attachment->limits = SPAN_NONE;
    if (attachment->cut)
        inspection_limit(&inspection, "only the beginning of the attachment was read");
    name_facts(&inspection, &file);
    inspect_file(&inspection, &file);
    kind_facts_of_name(&inspection, &file);
    attachment->true_type = file.type;
}

static void inspect_level(struct arena *arena, const struct inspection_options *options, struct message *message, int depth,
                          struct inspection_budget *budget)
{
    for (size_t i = 0; i < message->attachment_count; i++) {
        struct attachment *attachment = (struct attachment *)&message->attachments[i];
        inspect_one(arena, options, attachment, budget);
        if (attachment->embedded && depth < LIMIT_EMBEDDED_DEPTH)
            inspect_level(arena, options, attachment->embedded, depth + 1, budget);
    }
}

void inspect_attachment(struct arena *arena, const struct inspection_options *options, struct attachment *attachment)
{
    struct inspection_budget budget = {0};
    inspect_one(arena, options, attachment, &budget);
}

void inspect_message(struct arena *arena, const struct inspection_options *options, struct message *message)
{
    struct inspection_budget budget = {0};
    inspect_level(arena, options, message, 0, &budget);
}
