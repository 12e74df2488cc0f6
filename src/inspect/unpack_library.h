/* What only libarchive unpacks: packed members of RAR, LZX in cabinets, PPMd and BCJ2 in 7z. Our own readers list the members, tell their
   encryption and note which are left; libarchive then goes through the archive once. Only ever in the cage. */
#ifndef REPLYTRACE_UNPACK_LIBRARY_H
#define REPLYTRACE_UNPACK_LIBRARY_H

#include "inspect/archive.h"

#define UNPACK_LIBRARY_PASSED (64u * 1024 * 1024) /* bytes of one archive that are unpacked only to come to what lies behind */

enum unpack_library_format { UNPACK_LIBRARY_RAR4, UNPACK_LIBRARY_RAR5, UNPACK_LIBRARY_7Z, UNPACK_LIBRARY_CAB };

/* One entry of the archive, in its order. */
struct unpack_library_entry {
    size_t member; /* its place in the list of the attachment */
    bool wanted;
};

/* Start with {0}. */
struct unpack_library {
    struct unpack_library_entry *entries;
    size_t count, room;
    size_t wanted;  /* of them are wanted */
    bool solid;     /* a member can be unpacked only behind those before it */
};

/* Each member of the archive is noted, right behind archive_add(). One that is blown up is left out, which is said: libarchive unpacks up to
   32 MB before it gives the first byte. */
void unpack_library_note(struct unpack_library *library, struct inspection *inspection, const struct archive_listed *entry,
                         const struct attachment_member *member, bool wanted);

/* Unpacks the wanted members and inspects each. What could not be unpacked is said as a limit. Nothing is done where none is wanted. */
void unpack_library_run(struct unpack_library *library, struct inspection *inspection, const struct inspected_file *file,
                        enum unpack_library_format format);

#endif
