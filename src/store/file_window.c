/* Reads a file forward through one buffer that grows with the longest mail. */
#include "store/file_window.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW_CHUNK (1024u * 1024) /* bytes of one read */

enum outcome file_window_open(const char *path, struct file_window *ret_window, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return err_set(err, OUTCOME_DEAD, "cannot be opened: %s", strerror(errno));
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(fd);
        return err_set(err, OUTCOME_DEAD, "is not a regular file");
    }
    posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    *ret_window = (struct file_window){.fd = fd};
    return OUTCOME_OK;
}

void file_window_close(struct file_window *window)
{
    if (window->fd >= 0)
        close(window->fd);
    free(window->data);
    *window = (struct file_window){.fd = -1};
}

/* Room for one more chunk at the end: by moving the window to the front where it fits, by growing where not. */
static void make_room(struct file_window *window)
{
    size_t size = window->end - window->start;
    if (window->capacity - window->end >= WINDOW_CHUNK)
        return;
    if (window->capacity / 2 >= size + WINDOW_CHUNK) {
        memmove(window->data, window->data + window->start, size);
    } else {
        /* doubling keeps the moves linear; beyond a mail's usual size half as much again keeps memory near the need */
        size_t capacity = window->capacity < 32 * WINDOW_CHUNK ? window->capacity * 2 : window->capacity / 2 * 3;
        if (capacity < 4 * WINDOW_CHUNK)
            capacity = 4 * WINDOW_CHUNK;
        if (window->start > 0)
            memmove(window->data, window->data + window->start, size);
        char *data = realloc(window->data, capacity);
        if (!data)
            abort();
        window->data = data;
        window->capacity = capacity;
    }
    window->start = 0;
    window->end = size;
}

static ssize_t read_at(int fd, char *bytes, size_t size, uint64_t offset)
{
    ssize_t got;
    do {
        got = pread(fd, bytes, size, (off_t)offset);
    } while (got < 0 && errno == EINTR);
    return got;
}

bool file_window_more(struct file_window *window)
{
    if (window->at_end)
        return false;
    make_room(window);
    size_t size = window->end - window->start;
    ssize_t got = read_at(window->fd, window->data + window->end, WINDOW_CHUNK, window->offset + size);
    if (got <= 0) {
        window->error = got < 0 ? errno : 0;
        window->at_end = true;
        return false;
    }
    window->end += (size_t)got;
    return true;
}

void file_window_drop(struct file_window *window, size_t size)
{
    window->start += size;
    window->offset += size;
}

size_t file_window_peek(const struct file_window *window, uint64_t offset, char *ret_bytes, size_t size)
{
    if (offset > INT64_MAX)
        return 0;
    ssize_t got = read_at(window->fd, ret_bytes, size, offset);
    return got > 0 ? (size_t)got : 0;
}
