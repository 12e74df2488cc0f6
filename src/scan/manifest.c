/* Reads files once more, for nothing but their digests. */
#include "scan/manifest.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/memory.h"
#include "store/file_names.h"
#include "store/store_eml.h"
#include "store/store_maildir.h"

#define READ_BYTES (64u * 1024)
#define PAGE_BYTES 4096u

static bool digest_of(const char *path, uint8_t ret_digest[HASH_SHA256_BYTES], uint64_t *ret_size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    struct hash_sha256_stream *stream = hash_sha256_open();
    /* 16 bytes behind the start of a page, where malloc puts large blocks, the kernel may copy at a third of its speed */
    char *bytes = memory_must(aligned_alloc(PAGE_BYTES, READ_BYTES));
    uint8_t digest[HASH_SHA256_BYTES];
    uint64_t size = 0;
    ssize_t got;
    while ((got = read(fd, bytes, READ_BYTES)) > 0) {
        hash_sha256_add(stream, (struct span){bytes, (size_t)got});
        size += (uint64_t)got;
    }
    free(bytes);
    hash_sha256_close(stream, digest);
    close(fd);
    if (got < 0)
        return false;
    memcpy(ret_digest, digest, sizeof digest);
    *ret_size = size;
    return true;
}

bool manifest_file(const char *path, uint8_t ret_digest[HASH_SHA256_BYTES])
{
    uint64_t size;
    return digest_of(path, ret_digest, &size);
}

static bool add_line(struct hash_sha256_stream *manifest, const char *folder, const char *name)
{
    BUF_LOCAL line = {0};
    uint8_t digest[HASH_SHA256_BYTES];
    uint64_t size;
    char hex[HASH_HEX_BYTES];
    char *path = file_names_join(folder, name);
    bool read = digest_of(path, digest, &size);
    free(path);
    if (!read)
        return false;
    hash_hex(digest, sizeof digest, hex);
    buf_printf(&line, "%s\t%" PRIu64 "\t%s\n", name, size, hex);
    hash_sha256_add(manifest, buf_span(&line));
    return true;
}

bool manifest_folder(const char *path, bool maildir, uint8_t ret_digest[HASH_SHA256_BYTES])
{
    struct file_names names;
    enum outcome outcome = maildir ? store_maildir_files(path, &names) : store_eml_files(path, &names);
    if (outcome != OUTCOME_OK)
        return false;
    struct hash_sha256_stream *manifest = hash_sha256_open();
    bool whole = !names.cut;
    for (size_t i = 0; i < names.count && whole; i++)
        whole = add_line(manifest, path, names.names[i]);
    uint8_t digest[HASH_SHA256_BYTES];
    hash_sha256_close(manifest, digest);
    file_names_free(&names);
    if (whole)
        memcpy(ret_digest, digest, sizeof digest);
    return whole;
}
