/* Asks the drivers about the first bytes of members. */
#include "store/zip/zip_member.h"

#include "base/limits.h"
#include "store/folder_role.h"
#include "store/imap_utf7.h"
#include "store/msg/msg_guard.h"
#include "store/store_eml.h"
#include "store/store_maildir.h"
#include "store/store_open.h"

static enum zip_member compound(struct zip_archive *archive, const struct zip_entry *entry, struct scratch *scratch, const char **ret_format,
                                struct err *err)
{
    enum outcome outcome = zip_stream_unpack(archive, entry, LIMIT_MSG_BYTES, scratch, err);
    if (outcome == OUTCOME_DEAD)
        return ZIP_MEMBER_UNKNOWN;
    const char *format = store_format(scratch->path);
    *ret_format = format;
    return format ? ZIP_MEMBER_MAIL : outcome == OUTCOME_OK ? ZIP_MEMBER_NOTHING : ZIP_MEMBER_UNKNOWN;
}

static enum zip_member look(struct zip_archive *archive, const struct zip_entry *entry, struct scratch *scratch, const char **ret_format,
                            struct err *err)
{
    char bytes[STORE_PROBE_BYTES];
    size_t size = 0;
    /* of damaged bytes nobody can say that they were no mail */
    enum outcome outcome = zip_stream_head(archive, entry, bytes, sizeof bytes, &size, err);
    enum zip_member otherwise = outcome == OUTCOME_OK ? ZIP_MEMBER_NOTHING : ZIP_MEMBER_UNKNOWN;
    struct store_probe probe = {.path = scratch->path, .head = {bytes, size}, .size = entry->record.size};
    if (size == 0)
        return otherwise;
    if (zip_archive_magic(probe.head))
        return zip_archive_starts_document(probe.head) ? ZIP_MEMBER_NOTHING : ZIP_MEMBER_ARCHIVE;
    if (msg_guard_magic(probe.head))
        return compound(archive, entry, scratch, ret_format, err);
    const char *format = store_bid(&probe);
    *ret_format = format;
    return !format ? otherwise : store_eml_format(format) ? ZIP_MEMBER_MAIL : ZIP_MEMBER_STORE;
}

enum zip_member zip_member_kind(struct zip_archive *archive, const struct zip_entry *entry, struct scratch *scratch, const char **ret_format,
                                struct err *err)
{
    enum zip_member kind = look(archive, entry, scratch, ret_format, err);
    if (kind != ZIP_MEMBER_NOTHING || !store_named_like(entry->name))
        return kind;
    err_set(err, OUTCOME_DAMAGED, "is named like a mail store, but its content is none that can be read");
    return ZIP_MEMBER_UNKNOWN;
}

/* Position of the last slash before `end`, or SIZE_MAX. */
static size_t slash_before(struct span name, size_t end)
{
    while (end > 0)
        if (name.data[--end] == '/')
            return end;
    return SIZE_MAX;
}

static bool in_maildir(struct span name, size_t *ret_folder_end)
{
    size_t end = slash_before(name, name.size);
    size_t before = end == SIZE_MAX ? SIZE_MAX : slash_before(name, end);
    size_t start = before == SIZE_MAX ? 0 : before + 1;
    struct span part = end == SIZE_MAX ? SPAN_NONE : span_slice(name, start, end - start);
    if (!span_equal(part, SPAN_LITERAL("cur")) && !span_equal(part, SPAN_LITERAL("new")))
        return false;
    *ret_folder_end = before == SIZE_MAX ? 0 : before;
    return true;
}

struct span zip_member_folder(struct span name)
{
    size_t end;
    if (in_maildir(name, &end))
        return span_slice(name, 0, end);
    end = slash_before(name, name.size);
    return end == SIZE_MAX ? SPAN_NONE : span_slice(name, 0, end);
}

/* ".INBOX.Sent" is, in a Maildir, the folder Sent. */
static struct span maildir_folder(struct arena *arena, struct span folder)
{
    size_t slash = slash_before(folder, folder.size);
    struct span last = slash == SIZE_MAX ? folder : span_slice(folder, slash + 1, folder.size);
    if (last.size == 0 || last.data[0] != '.')
        return folder;
    char *text = arena_string(arena, last);
    for (size_t i = 0; i < last.size; i++)
        text[i] = text[i] == '.' ? '/' : text[i];
    return imap_utf7_decode(arena, (struct span){text, last.size});
}

uint32_t zip_member_flags(struct arena *arena, struct span name)
{
    size_t end;
    struct span folder = zip_member_folder(name);
    if (!in_maildir(name, &end))
        return folder_role(folder);
    return folder_role(maildir_folder(arena, folder)) | store_maildir_flags(arena_string(arena, name));
}
