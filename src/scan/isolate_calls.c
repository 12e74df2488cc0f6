/* The list of system calls, given to the kernel by libseccomp. */
#include "scan/isolate_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stddef.h>
#include <unistd.h>
#include "store/scratch.h"

#define WRITING (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND) /* any of these bits; O_RDONLY is 0 */

/* Names that an architecture lacks are passed over. */
static const int free_calls[] = {
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(close),
    SCMP_SYS(stat), SCMP_SYS(fstat), SCMP_SYS(lstat), SCMP_SYS(stat64), SCMP_SYS(fstat64), SCMP_SYS(lstat64),
    SCMP_SYS(newfstatat), SCMP_SYS(fstatat64), SCMP_SYS(statx), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(statfs64),
    SCMP_SYS(fstatfs64), SCMP_SYS(getdents), SCMP_SYS(getdents64), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(getcwd), SCMP_SYS(fadvise64), SCMP_SYS(fadvise64_64), SCMP_SYS(readahead),
    SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk),
    SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(membarrier),
    SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
    SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrusage), SCMP_SYS(getrlimit), SCMP_SYS(ugetrlimit),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
#ifdef __SANITIZE_ADDRESS__ /* before it reports, it probes memory through a pipe of its own */
    SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(write), SCMP_SYS(writev),
#endif
};

/* What libraries ask for and can do without: they are told that it is not there. */
static const int refused_calls[] = {SCMP_SYS(ioctl), SCMP_SYS(prctl), SCMP_SYS(memfd_create)};

static int allow_opening(scmp_filter_ctx filter)
{
    int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2_32(SCMP_CMP_MASKED_EQ, WRITING, O_RDONLY));
    return failed | seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, SCMP_A1_32(SCMP_CMP_MASKED_EQ, WRITING, O_RDONLY));
}

#ifndef __SANITIZE_ADDRESS__
static int allow_writing_to(scmp_filter_ctx filter, int fd)
{
    int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)fd));
    return failed | seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(writev), 1, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)fd));
}
#else
static int allow_writing_to(scmp_filter_ctx filter, int fd)
{
    (void)filter, (void)fd;
    return 0;
}
#endif

/* abort() must be seen as such, and a descriptor may be asked what it is; limits may be read, not set. */
static int allow_oneself(scmp_filter_ctx filter)
{
    static const uint32_t descriptor[] = {F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC, F_GET_SEALS};
    uint32_t me = (uint32_t)getpid();
    int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0_32(SCMP_CMP_EQ, me));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0));
    for (size_t i = 0; i < sizeof descriptor / sizeof *descriptor; i++) {
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1_32(SCMP_CMP_EQ, descriptor[i]));
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl64), 1, SCMP_A1_32(SCMP_CMP_EQ, descriptor[i]));
    }
    return failed;
}

/* Two files in memory, of LIMIT_SCRATCH_BYTES at most: more cannot be made. */
static int allow_scratches(scmp_filter_ctx filter)
{
    int failed = 0;
    for (uint32_t fd = SCRATCH_DESCRIPTOR; fd < SCRATCH_DESCRIPTOR + SCRATCH_LEVELS; fd++) {
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(pwrite64), 1, SCMP_A0_32(SCMP_CMP_EQ, fd));
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ftruncate), 1, SCMP_A0_32(SCMP_CMP_EQ, fd));
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ftruncate64), 1, SCMP_A0_32(SCMP_CMP_EQ, fd));
    }
    return failed;
}

static int add_rules(scmp_filter_ctx filter, int fd)
{
    int failed = 0;
    for (size_t i = 0; i < sizeof free_calls / sizeof *free_calls; i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, free_calls[i], 0);
    for (size_t i = 0; i < sizeof refused_calls / sizeof *refused_calls; i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused_calls[i], 0);
    return failed | allow_opening(filter) | allow_oneself(filter) | allow_writing_to(filter, fd)
         | allow_writing_to(filter, STDERR_FILENO) | allow_scratches(filter);
}

bool isolate_calls_restrict(int fd)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree of comparisons rather than a row */
    bool done = add_rules(filter, fd) == 0 && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return done;
}
