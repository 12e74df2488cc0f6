/* Finds the true type of each attachment and asks the reader of that type. */
#include "inspect/inspect.h"

#include <stdint.h>
#include "base/limits.h"
#include "inspect/sniff.h"
#include "inspect/zip.h"
#include "base/zip_directory.h"
#include "inspect/zip_kind.h"
#include "inspect/zip_read.h"

static struct span joined(struct arena *arena, struct span first, struct span second)
{
    if (first.size == 0 || second.size == 0)
        return first.size ? first : second;
    return arena_printf(arena, "%.*s; %.*s", SPAN_ARGS(first), SPAN_ARGS(second));
}

/* ODF encrypts its members by itself, says so in its manifest (ODF 1.3 part 2, 4.4) and leaves the flags of ZIP clear. */
static void fill_odf(struct arena *arena, struct attachment *attachment)
{
    struct span manifest;
    if (!zip_read(arena, attachment->content, SPAN_LITERAL("META-INF/manifest.xml"), &manifest)) {
        attachment->encrypted = ATTACHMENT_ENCRYPTED_UNKNOWN;
    } else if (span_find(manifest, SPAN_LITERAL("encryption-data"), 0) != SIZE_MAX) {
        attachment->encrypted = ATTACHMENT_ENCRYPTED_YES;
        attachment->encryption = SPAN_LITERAL("ODF");
    }
}

static void fill_zip(struct arena *arena, struct attachment *attachment, const struct zip_listing *listing)
{
    attachment->members = listing->members;
    attachment->member_count = listing->member_count;
    attachment->encrypted = listing->encrypted;
    attachment->encryption = listing->encryption;
    attachment->limits = joined(arena, attachment->limits, listing->limits);
}

/* Bytes that no reader knows, and programs that unpack themselves, may end in an archive; readers of ZIP open them. */
static bool may_end_in_zip(struct span type)
{
    return type.size == 0 || span_equal(type, SPAN_LITERAL("pe"));
}

void inspect_attachment(struct arena *arena, struct attachment *attachment)
{
    struct zip_listing listing;
    struct zip_directory directory;
    attachment->true_type = span_of(sniff_type(attachment->content));
    attachment->limits = attachment->cut ? SPAN_LITERAL("only the beginning of the attachment was read") : SPAN_NONE;
    bool zip = span_equal(attachment->true_type, SPAN_LITERAL("zip"));
    if (!zip && !(may_end_in_zip(attachment->true_type) && zip_directory_find_in(attachment->content, &directory)))
        return;
    if (!zip_list(arena, attachment->content, &listing)) {
        attachment->limits = joined(arena, attachment->limits, SPAN_LITERAL("no header of this archive can be read"));
        return;
    }
    fill_zip(arena, attachment, &listing);
    if (zip || attachment->true_type.size == 0)
        attachment->true_type = span_of(zip_kind(listing.members, listing.member_count));
    if (span_equal(attachment->true_type, SPAN_LITERAL("odf")) && listing.encrypted == ATTACHMENT_ENCRYPTED_NO)
        fill_odf(arena, attachment);
}

static void inspect_level(struct arena *arena, struct message *message, int depth)
{
    for (size_t i = 0; i < message->attachment_count; i++) {
        struct attachment *attachment = (struct attachment *)&message->attachments[i];
        inspect_attachment(arena, attachment);
        if (attachment->embedded && depth < LIMIT_EMBEDDED_DEPTH)
            inspect_level(arena, attachment->embedded, depth + 1);
    }
}

void inspect_message(struct arena *arena, struct message *message)
{
    inspect_level(arena, message, 0);
}
