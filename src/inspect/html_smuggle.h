/* Pages under inspection: those that carry a file in themselves and hand it to the reader as a download. */
#ifndef REPLYTRACE_HTML_SMUGGLE_H
#define REPLYTRACE_HTML_SMUGGLE_H

#include "inspect/inspection.h"

#define SMUGGLE_BYTES (8u * 1024 * 1024) /* of one page that are read */
#define SMUGGLE_RUNS 100          /* long runs of base64 of one page that are decoded */
#define SMUGGLE_RUN_BYTES 512u    /* shorter ones are no file */
#define SMUGGLE_NUMBERS 200u      /* bytes as a list of numbers: fewer are no file */
#define SMUGGLE_HEAD 40000u       /* bytes of each that are decoded: enough to know a disk image by */

/* HTML, SVG and MHT: a fact only where a page carries a program, archive or document in base64 and hands over something, or carries
   something coded, decodes it and hands it over. Everyday pages do some of it; saved ones carry pictures and fonts. A page called .hta
   is a script. */
void html_smuggle_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
