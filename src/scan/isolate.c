/* Linux: resource limits, no_new_privs, death with the parent, Landlock, seccomp. */
#include "scan/isolate.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include "base/limits.h"
#include "scan/isolate_calls.h"
#include "scan/isolate_files.h"
#include "store/scratch.h"

#define DESCRIPTORS 64

static void limit(int resource, rlim_t value)
{
    struct rlimit now, want = {value, value};
    if (getrlimit((__rlimit_resource_t)resource, &now) == 0 && now.rlim_max < value)
        want = (struct rlimit){now.rlim_max, now.rlim_max};
    if (setrlimit((__rlimit_resource_t)resource, &want) != 0)
        _exit(125);
}

static void set_limits(const struct isolate_cage *cage)
{
#ifndef __SANITIZE_ADDRESS__ /* its shadow memory alone takes terabytes of address space */
    limit(RLIMIT_AS, cage->memory ? cage->memory : LIMIT_WORKER_MEMORY);
#endif
    limit(RLIMIT_CPU, cage->cpu_seconds);
    limit(RLIMIT_NOFILE, DESCRIPTORS);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, LIMIT_SCRATCH_BYTES); /* of the scratches: no other file can be opened for writing */
}

/* Libraries that complain on standard streams would disturb the report; sanitizers must be heard. */
static void close_all_but(int fd)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        _exit(125);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
#ifndef __SANITIZE_ADDRESS__
    dup2(null, STDERR_FILENO);
#endif
    if (fd > 3)
        close_range(3, (unsigned)fd - 1, 0);
    close_range((unsigned)fd + 1, ~0u, 0);
}

unsigned isolate_enter(const struct isolate_cage *cage)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || getppid() != cage->parent)
        _exit(125);
    prctl(PR_SET_DUMPABLE, 0);
    close_all_but(cage->fd);
    scratch_reserve();
    unsigned missing = isolate_files_restrict(cage->path) ? 0 : ISOLATE_NO_FILES;
    set_limits(cage);
    return missing | (isolate_calls_restrict(cage->fd) ? 0 : ISOLATE_NO_CALLS);
}
