/* What an HTML element does to running text: line breaks, cells, text that is not shown. */
#ifndef REPLYTRACE_HTML_ELEMENT_H
#define REPLYTRACE_HTML_ELEMENT_H

#include <stdbool.h>
#include "base/span.h"

struct html_element {
    const char *name;
    unsigned char breaks;   /* line feeds wanted before and after it */
    bool line;              /* br */
    bool cell;              /* td, th */
    bool item;              /* li */
    bool pre;               /* keeps its line feeds */
    bool skip;              /* what it holds is not text */
};

/* `name` is lower case. Never NULL: an unknown element does nothing. */
const struct html_element *html_element_of(struct span name);

#endif
