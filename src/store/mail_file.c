/* Reads a file that is one mail. */
#include "store/mail_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/limits.h"
#include "store/emlx.h"
#include "store/mail_sniff.h"

/* O_NONBLOCK: a FIFO in a mail folder must not stop the scan. */
static enum outcome open_regular(const char *path, int *ret_fd, uint64_t *ret_size, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return err_set(err, OUTCOME_DAMAGED, "cannot be opened: %s", strerror(errno));
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(fd);
        return err_set(err, OUTCOME_DAMAGED, "is not a regular file");
    }
    *ret_fd = fd;
    *ret_size = info.st_size > 0 ? (uint64_t)info.st_size : 0;
    return OUTCOME_OK;
}

static enum outcome read_up_to(int fd, char *bytes, size_t size, size_t *ret_size, struct err *err)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(fd, bytes + done, size - done, (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, OUTCOME_DAMAGED, "cannot be read: %s", strerror(errno));
        if (got == 0)
            break;
        done += (size_t)got;
    }
    *ret_size = done;
    return OUTCOME_OK;
}

/* Old Macintosh exports end lines in CR alone; a mail without any LF but with CRs is one of them. */
static void normalise_cr(char *bytes, size_t size)
{
    if (memchr(bytes, '\n', size) || !memchr(bytes, '\r', size))
        return;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == '\r')
            bytes[i] = '\n';
}

enum outcome mail_file_read(struct arena *arena, const char *path, struct mail_file *ret_file, struct err *err)
{
    struct mail_file file = {0};
    int fd;
    enum outcome outcome = open_regular(path, &fd, &file.size, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    size_t size = file.size > LIMIT_MESSAGE_BYTES ? LIMIT_MESSAGE_BYTES : (size_t)file.size;
    char *bytes = arena_alloc(arena, size + 1);
    outcome = read_up_to(fd, bytes, size, &size, err);
    close(fd);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (size == 0)
        return err_set(err, OUTCOME_DAMAGED, "is an empty file");
    normalise_cr(bytes, size);
    file.cut = file.size > LIMIT_MESSAGE_BYTES;
    file.rfc5322 = mail_sniff_strip(emlx_mail((struct span){bytes, size}, &file.flags));
    *ret_file = file;
    return OUTCOME_OK;
}

enum outcome mail_file_head(const char *path, char *ret_bytes, size_t size, size_t *ret_size, uint64_t *ret_file_size,
                            struct err *err)
{
    int fd;
    uint64_t file_size;
    enum outcome outcome = open_regular(path, &fd, &file_size, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    outcome = read_up_to(fd, ret_bytes, size, ret_size, err);
    close(fd);
    if (outcome == OUTCOME_OK)
        *ret_file_size = file_size;
    return outcome;
}
