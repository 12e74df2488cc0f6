/* Landlock through its raw system calls, with what the running kernel knows of it (linux/landlock.h may be older). */
#include "scan/isolate_files.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* linux/landlock.h */
#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH 1
#define READ_FILE (UINT64_C(1) << 2)
#define READ_DIR (UINT64_C(1) << 3)
#define FILES_OF_ABI_1 ((UINT64_C(1) << 13) - 1)
#define FILES_REFER (UINT64_C(1) << 13)     /* since ABI 2 */
#define FILES_TRUNCATE (UINT64_C(1) << 14)  /* 3 */
#define NET_TCP UINT64_C(3)                 /* 4: bind, connect */
#define FILES_IOCTL (UINT64_C(1) << 15)     /* 5 */
#define SCOPES UINT64_C(3)                  /* 6: abstract UNIX sockets, signals */

struct ruleset {
    uint64_t files, net, scopes;
};

struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

/* Kernels refuse a structure that is longer than the one they know, unless its end is zero: here it always is. */
static struct ruleset everything_of(long abi)
{
    struct ruleset all = {.files = FILES_OF_ABI_1};
    all.files |= abi >= 2 ? FILES_REFER : 0;
    all.files |= abi >= 3 ? FILES_TRUNCATE : 0;
    all.files |= abi >= 5 ? FILES_IOCTL : 0;
    all.net = abi >= 4 ? NET_TCP : 0;
    all.scopes = abi >= 6 ? SCOPES : 0;
    return all;
}

/* What is not there needs no rule. */
static void allow_reading(int ruleset, const char *path)
{
    struct stat info;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &info) == 0) {
        struct path_beneath rule = {.allowed = S_ISDIR(info.st_mode) ? READ_FILE | READ_DIR : READ_FILE, .parent = fd};
        syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
    }
    close(fd);
}

/* iconv, OpenSSL and the C library open these when they are first needed, which may be late. None of them is anybody's secret. */
static void allow_system(int ruleset)
{
    static const char *const paths[] = {
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share", "/usr/local/share", "/etc/ld.so.cache",
        "/etc/localtime", "/etc/ssl/openssl.cnf", "/dev/null", "/dev/urandom", "/sys/devices/system/cpu/online",
#ifdef __SANITIZE_ADDRESS__ /* its reports look at the process and at the program */
        "/proc/self", "/proc/self/exe",
#endif
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        allow_reading(ruleset, paths[i]);
    const char *charsets = getenv("GCONV_PATH");
    if (charsets)
        allow_reading(ruleset, charsets);
}

bool isolate_files_restrict(const char *path)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
    if (abi < 1)
        return false;
    struct ruleset all = everything_of(abi);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (ruleset < 0)
        return false;
    allow_reading(ruleset, path);
    allow_system(ruleset);
    bool done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return done;
}
