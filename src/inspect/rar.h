/* RAR archives, versions 1.5 to 4 and 5: entries and encryption from their headers; only stored members are read. */
#ifndef REPLYTRACE_RAR_H
#define REPLYTRACE_RAR_H

#include "inspect/archive.h"

/* Headers of one archive that are read. */
#define RAR_BLOCKS 20000

void rar_inspect(struct inspection *inspection, struct inspected_file *file);

/* RAR 5 from the block behind its signature, and RAR 1.5 to 4 likewise. */
void rar5_blocks(struct inspection *inspection, const struct inspected_file *file, struct span blocks);
void rar4_blocks(struct inspection *inspection, const struct inspected_file *file, struct span blocks);

/* An entry and, where it is neither packed nor encrypted, its bytes. False when the archive is to be left. */
bool rar_entry(struct inspection *inspection, const struct inspected_file *file, const struct archive_entry *entry, bool stored, struct span data);

#endif
