/* The table of HTML elements that matter to running text. */
#include "decode/html_element.h"

/* Sorted by name. */
static const struct html_element elements[] = {
    {.name = "address", .breaks = 1},
    {.name = "article", .breaks = 1},
    {.name = "aside", .breaks = 1},
    {.name = "blockquote", .breaks = 1},
    {.name = "br", .line = true},
    {.name = "caption", .breaks = 1},
    {.name = "center", .breaks = 1},
    {.name = "dd", .breaks = 1},
    {.name = "dir", .breaks = 1},
    {.name = "div", .breaks = 1},
    {.name = "dl", .breaks = 1},
    {.name = "dt", .breaks = 1},
    {.name = "fieldset", .breaks = 1},
    {.name = "footer", .breaks = 1},
    {.name = "form", .breaks = 1},
    {.name = "h1", .breaks = 2},
    {.name = "h2", .breaks = 2},
    {.name = "h3", .breaks = 2},
    {.name = "h4", .breaks = 2},
    {.name = "h5", .breaks = 2},
    {.name = "h6", .breaks = 2},
    {.name = "header", .breaks = 1},
    {.name = "hr", .breaks = 1},
    {.name = "legend", .breaks = 1},
    {.name = "li", .breaks = 1, .item = true},
    {.name = "listing", .breaks = 1, .pre = true},
    {.name = "main", .breaks = 1},
    {.name = "menu", .breaks = 1},
    {.name = "nav", .breaks = 1},
    {.name = "ol", .breaks = 1},
    {.name = "option", .breaks = 1},
    {.name = "p", .breaks = 2},
    {.name = "pre", .breaks = 1, .pre = true},
    {.name = "script", .skip = true},
    {.name = "section", .breaks = 1},
    {.name = "select", .breaks = 1},
    {.name = "style", .skip = true},
    {.name = "table", .breaks = 1},
    {.name = "tbody", .breaks = 1},
    {.name = "td", .cell = true},
    {.name = "template", .skip = true},
    {.name = "textarea", .breaks = 1, .pre = true},
    {.name = "tfoot", .breaks = 1},
    {.name = "th", .cell = true},
    {.name = "thead", .breaks = 1},
    {.name = "title", .skip = true},
    {.name = "tr", .breaks = 1},
    {.name = "ul", .breaks = 1},
    {.name = "xml", .skip = true},
};

static const struct html_element other = {.name = ""};

const struct html_element *html_element_of(struct span name)
{
    size_t low = 0, high = sizeof elements / sizeof *elements;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = span_compare(name, span_of(elements[middle].name));
        if (order == 0)
            return &elements[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return &other;
}
