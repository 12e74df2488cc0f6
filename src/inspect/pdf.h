/* PDF under inspection: encryption, scripts, actions, and files within. */
#ifndef REPLYTRACE_PDF_H
#define REPLYTRACE_PDF_H

#include "inspect/inspection.h"

#define PDF_OBJECT_STREAMS 64   /* of one file that are unpacked */
#define PDF_FILES 16            /* embedded files of one file that are looked into */
#define PDF_NAMES 1000          /* telling names of one file or object stream that are followed */

void pdf_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
