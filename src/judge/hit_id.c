/* Keys in order, neighbours compared, digits printed. */
#include "judge/hit_id.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define ID_BYTES (HIT_ID_DIGITS / 2)

static int by_key(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    return memcmp(corpus->mails[*(const uint32_t *)a].key, corpus->mails[*(const uint32_t *)b].key, HASH_KEY_BYTES);
}

bool *hit_id_long(const struct corpus *corpus)
{
    uint32_t *order = memory_must(malloc((corpus->mail_count + 1u) * sizeof *order));
    bool *ids_long = memory_must(calloc(corpus->mail_count + 1u, sizeof *ids_long));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        order[i] = i;
    qsort_r(order, corpus->mail_count, sizeof *order, by_key, (void *)corpus);
    for (uint32_t i = 1; i < corpus->mail_count; i++)
        if (memcmp(corpus->mails[order[i - 1]].key, corpus->mails[order[i]].key, ID_BYTES) == 0)
            ids_long[order[i - 1]] = ids_long[order[i]] = true;
    free(order);
    return ids_long;
}

struct span hit_id(const struct corpus *corpus, const bool *ids_long, uint32_t mail, struct arena *arena)
{
    char hex[2 * HASH_KEY_BYTES + 1];
    hash_hex(corpus->mails[mail].key, HASH_KEY_BYTES, hex);
    return arena_printf(arena, "H%.*s", ids_long[mail] ? 2 * HASH_KEY_BYTES : HIT_ID_DIGITS, hex);
}
