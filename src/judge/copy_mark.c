/* Lays the first lines of a stored copy beside the first lines of a quote. */
#include "judge/copy_mark.h"

#include "base/buf.h"
#include "case/case_read.h"

#define LINE_LEAST 12    /* bytes of a line that can be known again */
#define BANNER_MOST 600  /* bytes of a warning on one line */

/* Parts of warnings as gateways write them, in lower-case ASCII where ASCII. */
static const char *const warnings[] = {
    "[external", "[ext]", "external email", "external sender", "originated from outside", "originated outside", "outside of the organi",
    "outside your organi", "outside of your organi", "outside the organi", "【外部", "[外部", "【社外", "[社外", "外部メール", "社外メール",
    "外部から", "社外から", "組織外", "送信元に注意", "送信者に注意",
};

static bool warns(struct span line)
{
    if (line.size > BANNER_MOST)
        return false;
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++)
        if (span_find_nocase(line, span_of(warnings[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

static bool is_margin(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '>' || byte == '|' || byte == '\r';
}

/* The next line that is not blank, without quote marks and blanks around it; false at the end. */
static bool next_line(struct span *rest, struct span *ret_line)
{
    while (rest->size) {
        size_t end = 0;
        while (end < rest->size && rest->data[end] != '\n')
            end++;
        struct span line = span_slice(*rest, 0, end);
        *rest = span_slice(*rest, end < rest->size ? end + 1 : end, rest->size);
        while (line.size && is_margin(line.data[0]))
            line = span_slice(line, 1, line.size);
        while (line.size && is_margin(line.data[line.size - 1]))
            line.size--;
        if (line.size) {
            *ret_line = line;
            return true;
        }
    }
    return false;
}

/* The first line of the mail itself, and whether a warning stands above it. */
static bool first_words(struct span own, struct span *ret_line, bool *ret_marked)
{
    *ret_marked = false;
    for (int i = 0; i <= COPY_MARK_OWN; i++) {
        if (!next_line(&own, ret_line))
            return false;
        if (!warns(*ret_line))
            return ret_line->size >= LINE_LEAST;
        *ret_marked = true;
    }
    return false;
}

/* A line of a header block or attribution: it names something, or is a rule. Words of an older answer mostly are not. */
static bool is_header(struct span line)
{
    return span_find_byte(line, ':', 0) != SIZE_MAX || span_find_nocase(line, SPAN_LITERAL("："), 0) != SIZE_MAX
        || line.data[0] == '-' || line.data[0] == '_' || line.data[0] == '=' || line.data[0] == '*';
}

enum stolen_copy copy_mark_side(struct span own, struct span quoted)
{
    struct span words, line;
    bool ours, theirs = false;
    if (!first_words(own, &words, &ours))
        return STOLEN_COPY_SILENT;
    for (int i = 0; i < COPY_MARK_TOP && next_line(&quoted, &line); i++) {
        if (span_equal(line, words))
            return ours != theirs ? STOLEN_COPY_NOT_OURS : ours ? STOLEN_COPY_OURS : STOLEN_COPY_SILENT;
        if (!warns(line) && !is_header(line))
            return STOLEN_COPY_SILENT;
        theirs = theirs || warns(line);
    }
    return STOLEN_COPY_SILENT;
}

/* All segments of one kind. */
static enum outcome read_words(struct case_file *file, const struct corpus_mail *mail, enum segment_kind kind, struct arena *arena,
                               struct span *ret_words, struct err *err)
{
    const struct segment *segments;
    size_t count;
    enum outcome outcome = case_read_text(file, mail->id, arena, &segments, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    BUF_LOCAL words = {0};
    for (size_t i = 0; i < count; i++)
        if (segments[i].kind == kind) {
            buf_add(&words, segments[i].text);
            buf_add_byte(&words, '\n');
        }
    *ret_words = arena_copy(arena, buf_span(&words));
    return OUTCOME_OK;
}

/* Mail within our organisation bears no warning, and mail between others has no copy of ours. */
static bool from_outside(const struct corpus *corpus, const struct corpus_mail *mail)
{
    bool to_us = false;
    for (size_t i = mail->links; i < mail[1].links; i++)
        to_us = to_us || (corpus->links[i].role >= CORPUS_TO && corpus->people[corpus->links[i].person].own);
    return to_us && mail->from != CORPUS_NONE && !corpus->people[mail->from].own;
}

static enum outcome side_of(struct case_file *file, const struct corpus *corpus, const struct stolen_list *list,
                            const struct stolen *stolen, struct arena *arena, enum stolen_copy *ret_side, struct err *err)
{
    struct span own, quoted;
    enum stolen_copy side = STOLEN_COPY_SILENT;
    *ret_side = STOLEN_COPY_SILENT;
    enum outcome outcome = read_words(file, &corpus->mails[stolen->mail], SEGMENT_OWN, arena, &own, err);
    for (uint32_t i = 0; outcome == OUTCOME_OK && i < stolen->hit_count && i < COPY_MARK_HITS; i++) {
        const struct hit *hit = &list->hits->hits[list->order[stolen->first_hit + i]];
        outcome = read_words(file, &corpus->mails[hit->mail], SEGMENT_QUOTED, arena, &quoted, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        enum stolen_copy here = copy_mark_side(own, quoted);
        if (here != STOLEN_COPY_SILENT && side != STOLEN_COPY_SILENT && here != side)
            return OUTCOME_OK; /* copies of both were stolen, or one was cut */
        side = here != STOLEN_COPY_SILENT ? here : side;
    }
    *ret_side = side;
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

enum outcome copy_mark_find(struct case_file *file, const struct corpus *corpus, struct stolen_list *stolen, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    enum outcome outcome = OUTCOME_OK;
    for (uint32_t s = 0; outcome == OUTCOME_OK && s < stolen->count; s++) {
        arena_reset(arena);
        if (from_outside(corpus, &corpus->mails[stolen->list[s].mail]))
            outcome = side_of(file, corpus, stolen, &stolen->list[s], arena, &stolen->list[s].copy, err);
    }
    return outcome;
}
