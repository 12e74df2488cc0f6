/* One hit as a JSON object: where it lies, who it claims to be, what was found, what it quotes. */
#ifndef REPLYTRACE_JSONL_HIT_H
#define REPLYTRACE_JSONL_HIT_H

#include <jansson.h>
#include "report/report_data.h"

/* *ret_object is a new reference; `arena` is scratch. */
enum outcome jsonl_hit(struct case_file *file, struct arena *arena, const struct report_hit *hit, json_t **ret_object,
                       struct err *err);

#endif
