/* A terminal page under construction: wrapped paragraphs, labelled fields, colours; widths in columns, never in bytes. */
#ifndef REPLYTRACE_PAGE_H
#define REPLYTRACE_PAGE_H

#include <stdbool.h>
#include <stdio.h>
#include "base/arena.h"
#include "base/span.h"

#define PAGE_COLUMNS 80     /* where nothing else is known */
#define PAGE_COLUMNS_LEAST 40

struct page {
    FILE *out;
    unsigned columns;
    bool color;
};

enum page_style { PAGE_PLAIN, PAGE_BOLD, PAGE_DIM, PAGE_ALARM, PAGE_WARNING, PAGE_CALM };

/* Text goes out as it is: the caller has made it visible (utf8_visible). */

/* A paragraph: `indent` columns in front of the first line, `hang` in front of the others. */
void page_text(const struct page *page, unsigned indent, unsigned hang, enum page_style style, struct span text);
/* One line, cut with "..." where it does not fit. */
void page_line(const struct page *page, unsigned indent, enum page_style style, struct span text);
/* `label` in a column of its own, the paragraph beside it. label_columns includes the gap. */
void page_field(const struct page *page, unsigned indent, unsigned label_columns, struct span label, struct span text);
void page_gap(const struct page *page);

/* Style switches within a line; nothing where the page has no colours. */
void page_begin(const struct page *page, enum page_style style);
void page_end(const struct page *page, enum page_style style);

/* The longest beginning of `text` for one line of `columns`, broken at a blank or beside a wide character; at least one
   character. What is left continues without its leading blanks. */
struct span page_take_line(struct span *rest, unsigned columns);
/* `text` in at most `columns`, ending in "..." when cut. */
struct span page_fit(struct arena *arena, struct span text, unsigned columns);
/* The same, its end kept and the beginning cut: for paths. */
struct span page_fit_end(struct arena *arena, struct span text, unsigned columns);
/* Writes `text` and blanks up to `columns`; `right` puts the blanks first. */
void page_cell(const struct page *page, struct span text, unsigned columns, bool right);

#endif
