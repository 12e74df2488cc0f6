/* One file packed by itself: gzip, bzip2, xz, zstd. */
#ifndef REPLYTRACE_PACKED_H
#define REPLYTRACE_PACKED_H

#include "inspect/inspection.h"

void packed_inspect_gzip(struct inspection *inspection, struct inspected_file *file);
void packed_inspect_bzip2(struct inspection *inspection, struct inspected_file *file);
void packed_inspect_xz(struct inspection *inspection, struct inspected_file *file);
void packed_inspect_zstd(struct inspection *inspection, struct inspected_file *file);

#endif
