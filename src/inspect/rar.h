/* RAR archives, versions 1.5 to 4 and 5: entries and encryption from their headers. Stored members are read here, packed ones by libarchive. */
#ifndef REPLYTRACE_RAR_H
#define REPLYTRACE_RAR_H

#include "inspect/unpack_library.h"

/* Headers of one archive that are read. */
#define RAR_BLOCKS 20000

void rar_inspect(struct inspection *inspection, struct inspected_file *file);

/* An archive at work. */
struct rar {
    struct inspection *inspection;
    const struct inspected_file *file;
    struct unpack_library library; /* what is packed */
};

/* RAR 5 from the block behind its signature, and RAR 1.5 to 4 likewise. */
void rar5_blocks(struct rar *rar, struct span blocks);
void rar4_blocks(struct rar *rar, struct span blocks);

/* An entry and, where it is neither packed nor encrypted, its bytes. False when the archive is to be left. */
bool rar_entry(struct rar *rar, const struct archive_listed *entry, bool stored, struct span data);

#endif
