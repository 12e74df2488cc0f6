/* Finds the catalogue of messages and the language to speak. */
#include "cmd/language.h"

#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/i18n.h"

/* What POSIX says about which variable wins (XBD 8.2). */
static const char *wanted_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

static void set_messages(void)
{
    if (setlocale(LC_MESSAGES, ""))
        return;
    if (setlocale(LC_MESSAGES, "C.UTF-8"))
        setenv("LANGUAGE", wanted_locale(), 0);
}

/* Fills ret_path with `below` beside the running program when it is a directory there. */
static bool beside_program(const char *below, char ret_path[PATH_MAX])
{
    char program[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size <= 0)
        return false;
    program[size] = '\0';
    char *slash = strrchr(program, '/');
    if (!slash)
        return false;
    *slash = '\0';
    int length = snprintf(ret_path, PATH_MAX, "%s/%s", program, below);
    return length > 0 && length < PATH_MAX && access(ret_path, R_OK | X_OK) == 0;
}

void language_set(void)
{
    char path[PATH_MAX];
    set_messages();
    if (beside_program("locale", path) || beside_program("../share/locale", path))
        bindtextdomain(I18N_DOMAIN, path);
    else
        bindtextdomain(I18N_DOMAIN, REPLYTRACE_LOCALEDIR);
    bind_textdomain_codeset(I18N_DOMAIN, "UTF-8");
    bind_textdomain_codeset("libc", "UTF-8"); /* strerror() */
    textdomain(I18N_DOMAIN);
}
