/* Fuzzes what a parent reads from its workers. */
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "scan/worker_frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct worker_frame frame;
    BUF_LOCAL out = {0};
    if (worker_frame_read((struct span){(const char *)data, size}, arena, &frame))
        worker_frame_write(&out, &frame);
    return 0;
}
