/* The cipher that was published as "alleged RC4" in 1994. */
#include "inspect/rc4.h"

static void swap(uint8_t *a, uint8_t *b)
{
    uint8_t held = *a;
    *a = *b;
    *b = held;
}

void rc4_begin(struct span key, struct rc4 *ret_rc4)
{
    uint8_t j = 0;
    ret_rc4->i = ret_rc4->j = 0;
    for (unsigned i = 0; i < 256; i++)
        ret_rc4->state[i] = (uint8_t)i;
    for (unsigned i = 0; i < 256; i++) {
        j = (uint8_t)(j + ret_rc4->state[i] + (uint8_t)key.data[i % key.size]);
        swap(&ret_rc4->state[i], &ret_rc4->state[j]);
    }
}

static uint8_t next(struct rc4 *rc4)
{
    rc4->i++;
    rc4->j = (uint8_t)(rc4->j + rc4->state[rc4->i]);
    swap(&rc4->state[rc4->i], &rc4->state[rc4->j]);
    return rc4->state[(uint8_t)(rc4->state[rc4->i] + rc4->state[rc4->j])];
}

void rc4_apply(struct rc4 *rc4, uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] ^= next(rc4);
}

void rc4_skip(struct rc4 *rc4, size_t size)
{
    for (size_t i = 0; i < size; i++)
        next(rc4);
}
