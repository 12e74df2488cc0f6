/* Turns the first interrupt into a flag. */
#include "cmd/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* The one mutable global of the program: a signal handler can reach nothing else. */
static volatile int interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

const volatile int *interrupt_watch(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaction(signals[i], &action, NULL);
    return &interrupted;
}
