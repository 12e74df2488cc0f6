/* Hostile HTML to a row of events by libxml2's SAX parser, in linear time whatever is fed. */
#ifndef REPLYTRACE_HTML_FEED_H
#define REPLYTRACE_HTML_FEED_H

#include <stdbool.h>
#include "base/span.h"

struct html_events {
    /* `attributes`: name, value, name, value ..., NULL; NULL without any; a value may be NULL. Names are lower case. */
    void (*open)(void *user, const char *name, const char *const *attributes);
    void (*close)(void *user, const char *name);
    void (*text)(void *user, struct span text); /* UTF-8, entities resolved */
    /* The parser forgot what was open and starts afresh: no close will come for it. */
    void (*forget)(void *user);
    bool (*enough)(void *user);                 /* true ends the reading */
};

/* `html` is UTF-8; charset declarations in it are ignored. libxml2 searches its stack of open elements at each end tag and the
   attributes of a tag at each new one; both would be quadratic, so the stack is dropped at LIMIT_HTML_OPEN and a tag of more
   than LIMIT_HTML_ATTRIBUTES is left out. True when this happened or LIMIT_HTML_BYTES was reached. */
bool html_feed(struct span html, const struct html_events *events, void *user);

#endif
