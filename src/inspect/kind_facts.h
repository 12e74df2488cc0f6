/* Whether a file is a program, a script, a shortcut or a disk image, and whether its content is what its name says. */
#ifndef REPLYTRACE_KIND_FACTS_H
#define REPLYTRACE_KIND_FACTS_H

#include "inspect/inspection.h"

/* Facts of one kind that are told of one attachment: a folder of scripts must not push out what else is found. */
#define KIND_FACTS_KEPT 20

/* By the name: of what could not be read, too. */
void kind_facts_of_name(struct inspection *inspection, const struct inspected_file *file);

/* By the type that was found: call it last, formats tell more. */
void kind_facts_of_type(struct inspection *inspection, const struct inspected_file *file);

#endif
