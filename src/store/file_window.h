/* A window that slides over a file by pread: a file that shrinks or fails while it is read ends, it never kills. */
#ifndef REPLYTRACE_FILE_WINDOW_H
#define REPLYTRACE_FILE_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/span.h"

struct file_window {
    int fd;
    char *data;
    size_t capacity;
    size_t start, end;  /* the window is data[start, end) */
    uint64_t offset;    /* of data[start] in the file, bytes */
    bool at_end;        /* nothing lies behind the window */
    int error;          /* errno of the read that failed, 0 = none */
};

/* DEAD with a reason when it cannot be opened or is no regular file. */
enum outcome file_window_open(const char *path, struct file_window *ret_window, struct err *err);
void file_window_close(struct file_window *window);

static inline struct span file_window_span(const struct file_window *window)
{
    /* an empty file has no buffer, and NULL + 0 is undefined */
    return window->data ? (struct span){window->data + window->start, window->end - window->start} : SPAN_NONE;
}

/* Makes the window longer by some bytes; false at the end of the file or at an error, which stops the window for good.
   Spans of the window are void after it. */
bool file_window_more(struct file_window *window);
/* Moves the window's start forward; `size` bytes at most the window's. */
void file_window_drop(struct file_window *window, size_t size);
/* Reads up to `size` bytes at any place of the file without moving the window; returns how many. */
size_t file_window_peek(const struct file_window *window, uint64_t offset, char *ret_bytes, size_t size);

#endif
