/* The sections of the terminal report, top to bottom. */
#ifndef REPLYTRACE_TERMINAL_SECTION_H
#define REPLYTRACE_TERMINAL_SECTION_H

#include "report/page.h"
#include "report/report.h"
#include "report/report_data.h"

/* What all sections are given. */
struct terminal_section {
    struct page page;
    bool verbose;
    struct case_file *file;
    const struct report_data *data;
    struct arena *arena; /* lives as long as the report */
};

void terminal_section_heading(const struct terminal_section *section, const char *text);
/* "name <address>", as far as known, visible. */
struct span terminal_section_person(struct arena *arena, struct span name, struct span address);

/* "... and N more", where there are. */
void terminal_section_more(const struct terminal_section *section, unsigned indent, size_t more);

void terminal_suspects(const struct terminal_section *section);
enum outcome terminal_hits(const struct terminal_section *section, struct err *err);
void terminal_openings(const struct terminal_section *section);
enum outcome terminal_addresses(const struct terminal_section *section, struct err *err);
/* Nothing where there are no reports. `case_path` may be NULL. */
enum outcome terminal_bounces(const struct terminal_section *section, const char *case_path, struct err *err);
void terminal_aside(const struct terminal_section *section);
void terminal_completeness(const struct terminal_section *section);

#endif
