/* Ctrl-C as a flag that long work looks at, so that a case is committed before the program ends. */
#ifndef REPLYTRACE_INTERRUPT_H
#define REPLYTRACE_INTERRUPT_H

/* From now on SIGINT, SIGTERM and SIGHUP set the flag; the second one ends the program at once. Gives the flag. */
const volatile int *interrupt_watch(void);

#endif
