/* A file of the source tree, whole, within the program. */
#ifndef REPLYTRACE_EMBED_H
#define REPLYTRACE_EMBED_H

#include "base/span.h"

/* At file level, followed by a semicolon. `name` is unique in the program; `path` is looked for along the compiler's include path.
   CMakeLists.txt must name the file as what the object depends on (OBJECT_DEPENDS): the compiler does not see it. */
#define EMBED(name, path)                                   \
    __asm__(".pushsection .rodata\n" #name "_start:\n"      \
            ".incbin \"" path "\"\n" #name "_end:\n"        \
            ".byte 0\n.popsection\n");                               \
    extern const char name##_start[] __attribute__((visibility("hidden"))); \
    extern const char name##_end[] __attribute__((visibility("hidden")))

/* Its bytes, with a NUL behind them; they live as long as the program. */
#define EMBEDDED(name) ((struct span){name##_start, (size_t)(name##_end - name##_start)})

#endif
