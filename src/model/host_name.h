/* Names of servers as Received fields and reports write them, made comparable. */
#ifndef REPLYTRACE_HOST_NAME_H
#define REPLYTRACE_HOST_NAME_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* Lower case; blanks, brackets, `IPv6:` and a trailing dot taken off. In the arena. */
struct span host_name(struct arena *arena, struct span text);

/* False for what every machine is called (localhost, unknown) and for addresses. */
bool host_name_telling(struct span name);

/* A name that only a machine within some network bears: without a dot, or under .local, .lan, .internal and their kin. */
bool host_name_internal(struct span name);

#endif
