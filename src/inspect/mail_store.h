/* A mail store as a file under inspection: named, not read. */
#ifndef REPLYTRACE_MAIL_STORE_H
#define REPLYTRACE_MAIL_STORE_H

#include "inspect/inspection.h"

void mail_store_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
