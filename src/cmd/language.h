/* The language of the reader: which catalogue of po/ speaks. */
#ifndef REPLYTRACE_LANGUAGE_H
#define REPLYTRACE_LANGUAGE_H

/* Takes the language from LC_ALL, LC_MESSAGES, LANG and LANGUAGE, also where the machine lacks that locale (a fresh server has
   only C.UTF-8). Output is UTF-8 always; numbers and sorting never follow the locale. Catalogues are looked for beside the
   program (../share/locale, or locale in a build tree), then where it was installed. */
void language_set(void);

#endif
