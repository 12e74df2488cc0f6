/* What the Packager keeps in a document: a file with its name, as a stream Ole10Native or as an object of RTF (no standard says how; the
   layout is that of every Office since 95). */
#ifndef REPLYTRACE_OLE_NATIVE_H
#define REPLYTRACE_OLE_NATIVE_H

#include <stdbool.h>
#include "inspect/cfb.h"
#include "inspect/inspection.h"

#define OLE_NATIVE_OBJECTS 32 /* of one document that are looked into */
#define OLE_NATIVE_NAME 520u  /* bytes of a name; a path of Windows has half of them */

struct ole_native {
    struct span name;  /* label, as the author's code page has it; empty = none */
    struct span wide;  /* the same in UTF-16LE, where the file is whole and has one */
    struct span bytes; /* what there is of the file */
    uint32_t size;     /* as declared */
};

/* The packed file from its two bytes of type on; `ret_native` borrows. False when it is none. */
bool ole_native_read(struct span bytes, struct ole_native *ret_native);

/* Lists the file as a member and inspects it. */
void ole_native_enter(struct inspection *inspection, const struct inspected_file *file, const struct ole_native *native);

/* Every stream Ole10Native of a compound file. */
void ole_native_inspect(struct inspection *inspection, const struct inspected_file *file, const struct cfb *cfb);

#endif
