/* Fuzzes what opens encrypted files: damaged copies of locked samples meet the password that opened them whole. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "inspect/inspect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct inspection_password passwords[] = {{SPAN_LITERAL("Sesame77"), SPAN_LITERAL("here")}, {SPAN_LITERAL("inner-99"), SPAN_LITERAL("here")}};
    struct inspection_options options = {.passwords = passwords, .password_count = 2};
    struct attachment attachment = {.content = {(const char *)data, size}, .size = size};
    inspect_attachment(arena, &options, &attachment);
    if (attachment.opened_with.size && !attachment.opened_where.size
        && !span_equal(attachment.opened_with, SPAN_LITERAL("VelvetSweatshop")))
        abort();
    return 0;
}
