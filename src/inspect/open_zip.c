/* Tries passwords on one member after the other; what opens is inspected as if it had been open. */
#include "inspect/open_zip.h"

#include "inspect/zip_method.h"
#include "inspect/zip_aes.h"
#include "inspect/zipcrypto.h"

/* Compressed bytes hardly take more than what they hold: so many give LIMIT_MEMBER_BYTES of any method. */
#define CIPHER_BYTES (LIMIT_MEMBER_BYTES + 65536u)

void zip_opener_begin(struct inspection *inspection, const struct inspected_file *file, struct zip_opener *ret_opener)
{
    ret_opener->inspection = inspection;
    ret_opener->file = file;
    ret_opener->known = SIZE_MAX;
    ret_opener->refused = 0;
    ret_opener->gathered = false;
}

static uint8_t check_byte(const struct zip_record *record)
{
    return record->flags & ZIP_STREAMED ? (uint8_t)(record->time >> 8) : (uint8_t)(record->crc >> 24);
}

/* Right to the last byte, or as far as a large member is unpacked at all: a wrong password breaks a stream within a few bytes. */
static bool right(const struct zip_record *record, const struct unpack_job *job, const struct unpack_result *unpacked)
{
    if (unpacked->whole)
        return unpacked->size == record->size && unpacked->crc == record->crc;
    return !unpacked->broken && unpacked->size >= job->check && job->check == OPEN_ZIP_CHECKED && job->method != UNPACK_STORED;
}

static struct span kept(struct zip_opener *opener, const struct unpack_result *unpacked)
{
    inspection_spent(opener->inspection, unpacked->kept.size);
    return arena_copy(opener->inspection->arena, buf_span(&unpacked->kept));
}

/* The check byte alone lets 1 wrong password of 256 pass, so everything is decrypted and unpacked. */
static enum zip_opened try_zipcrypto(struct zip_opener *opener, size_t candidate, const struct zip_record *record, struct span packed,
                                     struct span *ret_bytes)
{
    struct zipcrypto zipcrypto;
    BUF_LOCAL clear = {0};
    struct unpack_result unpacked;
    if (!zipcrypto_begin(opener->candidates.list[candidate].bytes, packed, check_byte(record), &zipcrypto))
        return ZIP_OPENED_NOT;
    struct span cipher = span_slice(packed, ZIPCRYPTO_HEADER, SIZE_MAX);
    buf_reserve(&clear, cipher.size);
    zipcrypto_decrypt(&zipcrypto, cipher, clear.data);
    clear.size = cipher.size;
    struct unpack_job job = {.packed = buf_span(&clear), .size = record->size, .keep = inspection_room(opener->inspection), .sum = true};
    if (!zip_method(record->method, &job.method))
        return ZIP_OPENED_NOT;
    job.check = job.method == UNPACK_STORED ? cipher.size + 1 : OPEN_ZIP_CHECKED;
    unpack_run(&job, &unpacked);
    bool opened = right(record, &job, &unpacked);
    if (opened)
        *ret_bytes = kept(opener, &unpacked);
    buf_free(&unpacked.kept);
    return opened ? ZIP_OPENED : ZIP_OPENED_NOT;
}

/* The HMAC says that the password is right; what cannot be unpacked then is damaged or of an unknown method. */
static enum zip_opened try_aes(struct zip_opener *opener, size_t candidate, const struct zip_record *record, struct span packed,
                               struct span *ret_bytes)
{
    struct zip_record_aes kind;
    struct zip_aes aes;
    struct unpack_result unpacked;
    if (!zip_record_aes(record, &kind) || !zip_aes_begin(opener->candidates.list[candidate].bytes, packed, kind.strength, &aes))
        return ZIP_OPENED_NOT;
    BUF_LOCAL clear = {0};
    size_t size = aes.cipher.size < CIPHER_BYTES ? aes.cipher.size : CIPHER_BYTES, room = inspection_room(opener->inspection);
    buf_reserve(&clear, size);
    if (!zip_aes_decrypt(&aes, size, clear.data))
        return ZIP_OPENED_PROVEN;
    clear.size = size;
    struct unpack_job job = {.packed = buf_span(&clear), .size = record->size, .keep = room, .check = room};
    if (!zip_method(kind.method, &job.method))
        return ZIP_OPENED_PROVEN;
    unpack_run(&job, &unpacked);
    bool opened = unpacked.size > 0 || record->size == 0;
    if (opened)
        *ret_bytes = kept(opener, &unpacked);
    buf_free(&unpacked.kept);
    return opened ? ZIP_OPENED : ZIP_OPENED_PROVEN;
}

static enum zip_opened try_one(struct zip_opener *opener, size_t candidate, const struct zip_record *record, struct span packed,
                               struct span *ret_bytes)
{
    struct zip_record_aes kind;
    enum zip_opened opened = zip_record_aes(record, &kind) ? try_aes(opener, candidate, record, packed, ret_bytes)
                                                           : try_zipcrypto(opener, candidate, record, packed, ret_bytes);
    if (opened == ZIP_OPENED_NOT)
        return opened;
    opener->known = candidate;
    inspection_opened(opener->inspection, opener->file, &opener->candidates.list[candidate].password);
    if (opened == ZIP_OPENED_PROVEN)
        inspection_limit(opener->inspection, "a member that a password opens is packed by a method that is not read");
    return opened;
}

/* False: not to be tried, for a reason that is said. */
static bool may_try(struct zip_opener *opener, const struct zip_record *record)
{
    struct zip_record_aes kind;
    bool aes = zip_record_aes(record, &kind);
    const char *why = NULL;
    enum unpack_method method;
    if (record->flags & ZIP_STRONG)
        why = "no password is tried on PKWARE's strong encryption";
    else if (!aes && !zip_method(record->method, &method))
        why = "no password is tried on a member that is packed by an unknown method";
    else if (opener->refused >= OPEN_ZIP_REFUSED)
        why = "passwords are tried on the first members of an archive alone";
    if (why)
        inspection_limit(opener->inspection, why);
    return !why && !inspection_late(opener->inspection);
}

enum zip_opened zip_open_member(struct zip_opener *opener, const struct zip_record *record, struct span packed, struct span *ret_bytes)
{
    struct zip_record_aes kind;
    enum zip_opened opened = ZIP_OPENED_NOT;
    if (!may_try(opener, record))
        return ZIP_OPENED_NOT;
    if (!opener->gathered)
        candidates_gather(opener->inspection, CANDIDATES_BYTES, &opener->candidates);
    opener->gathered = true;
    if (opener->known != SIZE_MAX)
        opened = try_one(opener, opener->known, record, packed, ret_bytes);
    if (!zip_record_aes(record, &kind) && record->size < OPEN_ZIP_PROOF)
        return opened;
    for (size_t i = 0; opened == ZIP_OPENED_NOT && i < opener->candidates.count && !inspection_late(opener->inspection); i++)
        opened = try_one(opener, i, record, packed, ret_bytes);
    opener->refused += opened == ZIP_OPENED_NOT;
    return opened;
}
