/* The cage of a worker, tried from within: what it may do, and what it is stopped at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/hash.h"
#include "scan/isolate.h"
#include "store/scratch.h"

static char folder[64], store[96], other[96];

static void make_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/test_isolate.XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(store, sizeof store, "%s/store", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    make_file(store, "mail");
    make_file(other, "secret");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(store);
    unlink(other);
    return rmdir(folder);
}

#define MISSING 100 /* exit status: the kernel has not what is tried */

/* Wait status of a process that enters the cage and then does `act`, whose result is its exit status. `word` is what it wrote. */
static int in_cage(const char *path, unsigned needs, int (*act)(int pipe), char word[8])
{
    int ends[2], status;
    pid_t parent = getpid();
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct isolate_cage cage = {.path = path, .cpu_seconds = 1, .parent = parent, .fd = ends[1]};
        _exit(isolate_enter(&cage) & needs ? MISSING : act(ends[1]));
    }
    close(ends[1]);
    memset(word, 0, 8);
    for (size_t done = 0; done < 7;) {
        ssize_t got = read(ends[0], word + done, 7 - done);
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static int try_in(const char *path, unsigned needs, int (*act)(int pipe))
{
    char word[8];
    int status = in_cage(path, needs, act, word);
    if (WIFEXITED(status) && WEXITSTATUS(status) == MISSING) {
        print_message("skipped: this kernel lacks Landlock or seccomp\n");
        skip();
    }
    return status;
}

static int read_store(int pipe)
{
    char text[8] = "";
    int fd = open(store, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, text, 4) != 4)
        return 1;
    return write(pipe, text, 4) == 4 ? 0 : 2;
}

static void reads_its_store_and_writes_to_its_pipe(void **state)
{
    (void)state;
    char word[8];
    assert_int_equal(in_cage(store, 0, read_store, word), 0);
    assert_string_equal(word, "mail");
    assert_int_equal(in_cage(folder, 0, read_store, word), 0);
    assert_string_equal(word, "mail");
}

static int read_other(int pipe)
{
    (void)pipe;
    return open(other, O_RDONLY) < 0 && errno == EACCES && open("/etc/passwd", O_RDONLY) < 0 && open("/", O_RDONLY) < 0 ? 0 : 1;
}

static void other_files_are_closed(void **state)
{
    (void)state;
    assert_int_equal(try_in(store, ISOLATE_NO_FILES, read_other), 0);
}

/* iconv loads its modules, and OpenSSL its configuration, when they are first asked. */
static int use_libraries(int pipe)
{
    (void)pipe;
    static const char *const charsets[] = {"ISO-2022-JP", "EUC-JP", "CP932", "GB18030", "BIG5", "EUC-KR", "KOI8-R", "UTF-7"};
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        iconv_t converter = iconv_open("UTF-8", charsets[i]);
        if (converter == (iconv_t)-1) // NOLINT(performance-no-int-to-ptr)
            return (int)i + 1;
        iconv_close(converter);
    }
    uint8_t digest[HASH_SHA256_BYTES];
    hash_sha256(SPAN_LITERAL("x"), digest);
    return 0;
}

static void libraries_work(void **state)
{
    (void)state;
    char word[8];
    assert_int_equal(in_cage(store, 0, use_libraries, word), 0);
}

static int write_file(int pipe)
{
    (void)pipe;
    return open(store, O_WRONLY) < 0 ? 50 : 51;
}

static int create_file(int pipe)
{
    (void)pipe;
    return open(folder, O_TMPFILE | O_RDWR, 0600) < 0 ? 50 : 51;
}

static int remove_file(int pipe)
{
    (void)pipe;
    return unlink(store) ? 50 : 51;
}

static int open_socket(int pipe)
{
    (void)pipe;
    return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 50 : 51;
}

static int run_program(int pipe)
{
    (void)pipe;
    char *const arguments[] = {(char *)(uintptr_t)"true", NULL};
    execv("/bin/true", arguments);
    return 50;
}

static int start_process(int pipe)
{
    (void)pipe;
    return fork() < 0 ? 50 : 51;
}

static int signal_parent(int pipe)
{
    (void)pipe;
    return kill(getppid(), 0) ? 50 : 51;
}

/* To unpack into, two files in memory are there; others cannot be made, and these are no way to anything else. */
static int unpack_in_memory(int pipe)
{
    (void)pipe;
    struct scratch scratch, second;
    char bytes[8] = "";
    if (scratch_open(0, &scratch, NULL) != OUTCOME_OK || scratch.fd != SCRATCH_DESCRIPTOR
        || scratch_add(&scratch, SPAN_LITERAL("hello"), NULL) != OUTCOME_OK)
        return 50;
    int fd = open(scratch.path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, bytes, sizeof bytes) != 5 || memcmp(bytes, "hello", 5) != 0)
        return 51;
    if (scratch_open(1, &second, NULL) != OUTCOME_OK || second.fd != SCRATCH_DESCRIPTOR + 1)
        return 52;
    if (memfd_create("more", MFD_CLOEXEC) >= 0 || errno != EPERM)
        return 53;
    scratch_close(&scratch);
    return read(fd, bytes, sizeof bytes) == 0 ? 42 : 54;
}

static int write_at_a_place(int pipe)
{
    return pwrite(pipe, "x", 1, 0) == 1 ? 50 : 51;
}

static int cut_a_file(int pipe)
{
    return ftruncate(pipe, 0) == 0 ? 50 : 51;
}

static void scratches(void **state)
{
    (void)state;
    int status = try_in(folder, ISOLATE_NO_CALLS, unpack_in_memory);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 42);
}

static void what_no_reader_does_kills(void **state)
{
    (void)state;
    int (*const acts[])(int) = {write_file, create_file, remove_file, open_socket, run_program, start_process, signal_parent,
                               write_at_a_place, cut_a_file};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        int status = try_in(folder, ISOLATE_NO_CALLS, acts[i]);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGSYS);
    }
    assert_int_equal(access(store, F_OK), 0);
}

static int write_elsewhere(int pipe)
{
    (void)pipe;
    return write(STDOUT_FILENO, "x", 1) == 1 ? 50 : 51;
}

static int spin(int pipe)
{
    (void)pipe;
    for (volatile bool more = true; more;)
        ;
    return 50;
}

static int take_memory(int pipe)
{
    (void)pipe;
    for (char *memory; (memory = malloc(64u << 20));)
        *(volatile char *)memory = 1;
    abort();
}

static int crash(int pipe)
{
    (void)pipe;
    signal(SIGSEGV, SIG_DFL); /* cmocka has its own */
    raise(SIGSEGV);
    return 50;
}

static void bombs_end(void **state)
{
    (void)state;
    char word[8];
    int status = in_cage(store, 0, spin, word);
    assert_true(WIFSIGNALED(status));
    assert_true(WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
#ifndef __SANITIZE_ADDRESS__ /* these have no bound of memory, may write anywhere and make their own end of crashes */
    status = in_cage(store, 0, take_memory, word);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    status = in_cage(store, 0, crash, word);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSEGV);
    status = try_in(store, ISOLATE_NO_CALLS, write_elsewhere);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSYS);
#else
    (void)take_memory, (void)crash, (void)write_elsewhere;
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_its_store_and_writes_to_its_pipe),
        cmocka_unit_test(other_files_are_closed),
        cmocka_unit_test(libraries_work),
        cmocka_unit_test(scratches),
        cmocka_unit_test(what_no_reader_does_kills),
        cmocka_unit_test(bombs_end),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
