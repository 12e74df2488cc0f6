/* Prints an attachment: kind, encryption, macros, findings, entries, and what was not looked at. */
#include "report/attachment_text.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "model/risky_name.h"

#define MEMBERS_SHOWN 20
#define INDENT 2
#define HANG 4

static struct span kind_of(const struct attachment *attachment)
{
    return attachment->true_type.size ? attachment->true_type : span_of(_("of no known kind"));
}

/* What must be known before such a file is opened stands out. */
static void say(const struct page *page, unsigned indent, enum page_style style, struct span text)
{
    page_text(page, indent + INDENT, indent + HANG, style, text);
}

static void print_encryption(const struct page *page, unsigned indent, struct arena *arena, const struct attachment *attachment)
{
    struct span how = utf8_visible(arena, attachment->encryption), word = utf8_visible(arena, attachment->opened_with);
    struct span where = utf8_visible(arena, attachment->opened_where);
    if (attachment->encrypted == ATTACHMENT_ENCRYPTED_YES)
        say(page, indent, PAGE_WARNING, arena_printf(arena, _("encrypted (%.*s)"), SPAN_ARGS(how)));
    if (!word.size)
        return;
    say(page, indent, PAGE_WARNING,
        where.size ? arena_printf(arena, _("the password \"%.*s\" opens it; it stands in: %.*s"), SPAN_ARGS(word), SPAN_ARGS(where))
                   : arena_printf(arena, _("the password \"%.*s\" opens it"), SPAN_ARGS(word)));
}

static void print_macros(const struct page *page, unsigned indent, enum attachment_macros macros)
{
    const char *says = macros == ATTACHMENT_MACROS_VBA   ? _("holds macros (VBA)")
                     : macros == ATTACHMENT_MACROS_XLM   ? _("holds macros (Excel 4.0)")
                     : macros == ATTACHMENT_MACROS_BOTH  ? _("holds macros (VBA and Excel 4.0)")
                     : macros == ATTACHMENT_MACROS_UNKNOWN ? _("may hold macros: that part could not be read")
                                                           : NULL;
    if (says)
        say(page, indent, PAGE_WARNING, span_of(says));
}

static void print_fact(const struct page *page, unsigned indent, struct arena *arena, const struct attachment_fact *fact)
{
    struct span says = span_of(gettext(attachment_fact_says(fact->kind)));
    if (fact->where.size)
        says = arena_printf(arena, "%.*s: %.*s", SPAN_ARGS(utf8_visible(arena, fact->where)), SPAN_ARGS(says));
    if (fact->detail.size)
        says = arena_printf(arena, "%.*s (%.*s)", SPAN_ARGS(says), SPAN_ARGS(utf8_visible(arena, fact->detail)));
    say(page, indent, PAGE_WARNING, says);
}

static void print_members(const struct page *page, unsigned indent, struct arena *arena, const struct attachment *attachment)
{
    if (attachment->member_count)
        say(page, indent, PAGE_PLAIN, arena_printf(arena, _("holds files: %zu"), attachment->member_count));
    for (size_t i = 0; i < attachment->member_count && i < MEMBERS_SHOWN; i++) {
        const struct attachment_member *member = &attachment->members[i];
        struct span line = arena_printf(arena, "%.*s  %llu", SPAN_ARGS(utf8_visible(arena, member->name)), (unsigned long long)member->size);
        if (member->true_type.size)
            line = arena_printf(arena, "%.*s  %.*s", SPAN_ARGS(line), SPAN_ARGS(utf8_visible(arena, member->true_type)));
        if (member->encrypted)
            line = arena_printf(arena, "%.*s  %s", SPAN_ARGS(line), _("encrypted"));
        if (risky_name(span_trim(member->name)) == RISKY_NAME_RUNS)
            line = arena_printf(arena, "%.*s  %s", SPAN_ARGS(line), _("runs"));
        page_line(page, indent + HANG, PAGE_PLAIN, line);
    }
    if (attachment->member_count > MEMBERS_SHOWN)
        page_line(page, indent + HANG, PAGE_PLAIN, arena_printf(arena, _("... and %zu more"), attachment->member_count - MEMBERS_SHOWN));
}

void attachment_text(const struct page *page, unsigned indent, struct span name, const struct attachment *attachment)
{
    ARENA_LOCAL arena = arena_open();
    struct span shown = name.size ? utf8_visible(arena, name) : span_of(_("(no name)"));
    page_text(page, indent, indent + HANG, PAGE_BOLD,
              arena_printf(arena, "%.*s  %.*s", SPAN_ARGS(shown), SPAN_ARGS(utf8_visible(arena, kind_of(attachment)))));
    print_encryption(page, indent, arena, attachment);
    print_macros(page, indent, attachment->macros);
    if (risky_name(span_trim(name)) == RISKY_NAME_RUNS)
        say(page, indent, PAGE_WARNING, span_of(_("its name is that of a file that runs")));
    for (size_t i = 0; i < attachment->fact_count; i++)
        print_fact(page, indent, arena, &attachment->facts[i]);
    print_members(page, indent, arena, attachment);
    if (attachment->limits.size)
        say(page, indent, PAGE_PLAIN,
            arena_printf(arena, _("not all of it was looked at: %.*s"), SPAN_ARGS(utf8_visible(arena, attachment->limits))));
}
