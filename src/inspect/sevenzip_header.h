/* The header of a 7z archive (7zFormat.txt of the LZMA SDK): which streams there are, how they are packed, which files they hold. */
#ifndef REPLYTRACE_SEVENZIP_HEADER_H
#define REPLYTRACE_SEVENZIP_HEADER_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/limits.h"
#include "base/span.h"
#include "inspect/byte_reader.h"

#define SEVENZIP_CODERS 32      /* coders of one folder; more are damage */
#define SEVENZIP_CODER_STREAMS 8 /* streams into one coder; BCJ2 has 4 */
#define SEVENZIP_FOLDERS 4096   /* of one archive; of one with more only the encryption is told */

struct sevenzip_coder {
    uint64_t id;            /* as one number: LZMA is 0x030101 */
    struct span properties;
};

struct sevenzip_checksum {
    bool known;
    uint32_t crc;
};

/* What is packed together. */
struct sevenzip_folder {
    struct sevenzip_coder coders[SEVENZIP_CODERS];
    unsigned order[SEVENZIP_CODERS]; /* of a chain: from the coder that gives the files to the one that reads the archive */
    unsigned coder_count;
    bool encrypted;         /* one of them is a cipher */
    struct sevenzip_checksum checksum;       /* of all its bytes */
    struct sevenzip_checksum first_checksum; /* of its first file, where it holds several */
    bool chain;             /* each coder reads one stream and gives one, all in a row: it can be unpacked */
    unsigned out_count;     /* streams that its coders give, */
    unsigned main_out;      /* of them the one that holds the files */
    uint64_t first_pack;    /* number of its first packed stream */
    uint64_t size;          /* unpacked */
    uint64_t stream_count;  /* files in it that are not empty */
};

struct sevenzip_streams {
    uint64_t pack_at;       /* of the first packed stream, behind the signature header */
    uint64_t *pack_sizes;   /* of the first pack_count, at most SEVENZIP_FOLDERS */
    size_t pack_count;
    struct sevenzip_folder *folders;
    size_t folder_count;
    bool too_many;          /* more folders than are kept: no file can be told */
    uint64_t *sizes;        /* unpacked, of the first size_count files that are not empty */
    size_t size_count;
    bool encrypted;         /* any coder of any folder is a cipher */
    bool aes;               /* and it is the AES-256 of 7z */
};

/* Numbers of 7z: the high bits of the first byte tell how many follow. */
uint64_t sevenzip_number(struct byte_reader *reader);

/* Reads PackInfo, UnpackInfo and SubStreamsInfo with the END behind them. What was found before damage (reader->failed) stays. */
void sevenzip_read_streams(struct arena *arena, struct byte_reader *reader, struct sevenzip_streams *ret_streams);

#define SEVENZIP_AES 0x06f10701u /* id of its cipher */

enum sevenzip_property {
    SEVENZIP_END = 0, SEVENZIP_HEADER = 1, SEVENZIP_ARCHIVE_PROPERTIES = 2, SEVENZIP_ADDITIONAL = 3, SEVENZIP_STREAMS = 4, SEVENZIP_FILES = 5,
    SEVENZIP_PACK = 6, SEVENZIP_UNPACK = 7, SEVENZIP_SUBSTREAMS = 8, SEVENZIP_SIZE = 9, SEVENZIP_CRC = 10, SEVENZIP_FOLDER = 11,
    SEVENZIP_UNPACK_SIZE = 12, SEVENZIP_STREAM_COUNT = 13, SEVENZIP_EMPTY_STREAM = 14, SEVENZIP_EMPTY_FILE = 15, SEVENZIP_NAMES = 17,
    SEVENZIP_ENCODED = 23,
};

/* Its packed bytes, of one stream. False when they lie outside. */
bool sevenzip_packed(struct span archive, const struct sevenzip_streams *streams, const struct sevenzip_folder *folder, struct span *ret_packed);

/* The first `room` bytes that they unpack to. False when a coder is not known, is a cipher, or the bytes are damaged. */
bool sevenzip_unpack_bytes(struct arena *arena, const struct sevenzip_folder *folder, struct span packed, size_t room, struct span *ret_bytes);

/* The same of a folder of `archive`. */
bool sevenzip_unpack(struct arena *arena, struct span archive, const struct sevenzip_streams *streams, const struct sevenzip_folder *folder,
                     size_t room, struct span *ret_bytes);

/* It is not encrypted, our own reader cannot unpack it (PPMd, BCJ2, a filter before bzip2), and no coder asks for more than UNPACK_MEMORY:
   libarchive may. */
bool sevenzip_needs_library(const struct sevenzip_folder *folder);

#define SEVENZIP_SIGNATURE_BYTES 32

#endif
