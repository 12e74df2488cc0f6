/* One hit on a terminal: as a line, or in full with its findings and the originals that it quotes. */
#ifndef REPLYTRACE_HIT_TEXT_H
#define REPLYTRACE_HIT_TEXT_H

#include "report/terminal_section.h"

/* The severity and the verdict in the reader's language; what is unknown stays as it is. In `arena` or static. */
struct span hit_text_severity(enum case_severity severity);
struct span hit_text_verdict(struct arena *arena, struct span verdict);
/* "store, folder, item 12"; where a message lies in several places, the first. Empty when it lies nowhere. */
struct span hit_text_place(struct arena *arena, const struct case_place *places, size_t count);

/* What a person decided about it and why; empty where nobody did. */
struct span hit_text_triage(struct arena *arena, const struct case_hit *hit);

/* One line, and a second one where a person decided about it. */
void hit_text_line(const struct terminal_section *section, const struct report_hit *hit);
enum outcome hit_text_full(const struct terminal_section *section, const struct report_hit *hit, struct err *err);

#endif
