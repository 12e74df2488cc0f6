/* Tries the passwords on the lock, then decrypts what it held. */
#include "inspect/open_office.h"

#include "base/limits.h"
#include "inspect/candidate.h"
#include "inspect/le.h"
#include "inspect/office_agile.h"
#include "inspect/office_lock.h"
#include "inspect/office_xor.h"

#define AES_BLOCK 16u
#define SIZE_BYTES 8u       /* before the package: its size */
#define EXCEL_PASSWORD SPAN_LITERAL("VelvetSweatshop")
#define XLS_BLOCK 1024u     /* bytes of the stream for which one key is made, [MS-XLS] 2.2.10 */
#define XLS_RECORDS 500000u
#define SESSION SPAN_LITERAL("\x0f\x00\x14\x2f")

enum record {
    RECORD_FILEPASS = 0x2f,
    RECORD_SHEET = 0x85,
    RECORD_INTERFACE = 0xe1,
    RECORD_FILE_LOCK = 0x195,
    RECORD_EXCLUSIVE = 0x194,
    RECORD_REVISION = 0x196,
    RECORD_BOF = 0x809,
};

/* Empty where the format cannot have it. */
static struct span utf16(struct arena *arena, struct span word)
{
    struct span wide = candidate_utf16(arena, word);
    return wide.size <= 2 * OFFICE_PASSWORD ? wide : SPAN_NONE;
}

/* Word and PowerPoint do not try it. */
static bool excel_may_open(const struct inspected_file *file)
{
    static const char *const others[] = {".doc", ".docx", ".docm", ".dotm", ".ppt", ".pptx", ".pptm", ".ppsx"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (span_ends_nocase(file->name, span_of(others[i])))
            return false;
    return true;
}

static void opened_by_default(struct inspection *inspection, const struct inspected_file *file)
{
    inspection_fact(inspection, file, ATTACHMENT_DEFAULT_PASSWORD, EXCEL_PASSWORD);
    inspection_opened(inspection, file, &(struct inspection_password){EXCEL_PASSWORD, SPAN_NONE});
}

static bool try_all(struct inspection *inspection, const struct inspected_file *file, const struct office_lock *lock, struct office_key *ret_key)
{
    struct candidates *candidates = arena_alloc(inspection->arena, sizeof *candidates);
    candidates_gather(inspection, lock->rounds ? CANDIDATES_DEAR : CANDIDATES_UNICODE, candidates);
    if (excel_may_open(file) && office_lock_try(lock, utf16(inspection->arena, EXCEL_PASSWORD), ret_key)) {
        opened_by_default(inspection, file);
        return true;
    }
    for (size_t i = 0; i < candidates->count && !inspection_late(inspection); i++) {
        struct span word = utf16(inspection->arena, candidates->list[i].bytes);
        if (word.size && office_lock_try(lock, word, ret_key)) {
            inspection_opened(inspection, file, &candidates->list[i].password);
            return true;
        }
    }
    if (candidates->left_out)
        inspection_limit(inspection, "not all words of the mail that may be its password were tried: each try is slow");
    return false;
}

static bool read_lock(struct inspection *inspection, struct span info, struct office_lock *ret_lock)
{
    if (office_lock_read(inspection->arena, info, ret_lock))
        return true;
    inspection_limit(inspection, "no password is tried on this kind of encryption");
    return false;
}

static bool decrypt_package(const struct office_lock *lock, const struct office_key *key, uint8_t *bytes, size_t size)
{
    struct span aes = {(const char *)key->bytes, key->size};
    bool good = true;
    if (lock->scheme == OFFICE_STANDARD)
        return aes_decrypt(AES_ECB, aes, NULL, bytes, size, bytes);
    for (size_t at = 0, number = 0; good && at < size; at += OFFICE_AGILE_SEGMENT, number++) {
        size_t left = size - at < OFFICE_AGILE_SEGMENT ? size - at : OFFICE_AGILE_SEGMENT;
        good = office_agile_segment(lock, key, (uint32_t)number, bytes + at, left);
    }
    return good;
}

/* All of it: a ZIP archive has its directory at the end. What is larger than may be unpacked stays shut. */
static bool package_bytes(struct inspection *inspection, const struct office_lock *lock, const struct office_key *key, struct span package,
                          struct span *ret_document)
{
    uint64_t size = le_u64(package, 0);
    struct span data = span_slice(package, SIZE_BYTES, SIZE_MAX);
    data.size -= data.size % AES_BLOCK;
    uint64_t spent = inspection->budget->inflated, left = spent < LIMIT_INFLATED_BYTES ? LIMIT_INFLATED_BYTES - spent : 0;
    if (data.size == 0 || data.size > left) {
        inspection_limit(inspection, "what the password opened is too large to be looked at");
        return false;
    }
    uint8_t *bytes = arena_alloc(inspection->arena, data.size);
    memcpy(bytes, data.data, data.size);
    inspection_spent(inspection, data.size);
    *ret_document = (struct span){(const char *)bytes, size < data.size ? (size_t)size : data.size};
    return decrypt_package(lock, key, bytes, data.size);
}

bool open_office_package(struct inspection *inspection, const struct inspected_file *file, struct span info, struct span package,
                         struct span *ret_document)
{
    struct office_lock lock;
    struct office_key key;
    return read_lock(inspection, info, &lock) && (lock.scheme == OFFICE_AGILE || lock.scheme == OFFICE_STANDARD)
        && try_all(inspection, file, &lock, &key) && package_bytes(inspection, &lock, &key, package, ret_document);
}

void open_office_verifier(struct inspection *inspection, const struct inspected_file *file, struct span info)
{
    struct office_lock lock;
    struct office_key key;
    if (read_lock(inspection, info, &lock))
        try_all(inspection, file, &lock, &key);
}

struct span open_office_session(struct span stream)
{
    size_t at = span_find(stream, SESSION, 0);
    return at == SIZE_MAX ? SPAN_NONE : span_slice(stream, at + 8, le_u32(stream, at + 4));
}

/* Bytes of a record's data that stay in the clear. */
static size_t clear_bytes(unsigned record, size_t size)
{
    switch (record) {
    case RECORD_BOF: case RECORD_FILEPASS: case RECORD_EXCLUSIVE: case RECORD_FILE_LOCK: case RECORD_INTERFACE: case RECORD_REVISION:
        return size;
    case RECORD_SHEET:
        return size < 4 ? size : 4;
    default:
        return 0;
    }
}

struct flow {
    const struct office_lock *lock;
    const struct office_key *key;
    struct rc4 rc4;
    size_t at; /* in the stream */
};

/* Goes on through `size` bytes; the key changes with each block. `bytes` NULL: they stay as they are. */
static void pass(struct flow *flow, uint8_t *bytes, size_t size)
{
    while (size) {
        size_t left = XLS_BLOCK - flow->at % XLS_BLOCK, step = size < left ? size : left;
        if (flow->at % XLS_BLOCK == 0)
            office_lock_block(flow->lock, flow->key, (uint32_t)(flow->at / XLS_BLOCK), &flow->rc4);
        if (bytes)
            rc4_apply(&flow->rc4, bytes, step), bytes += step;
        else
            rc4_skip(&flow->rc4, step);
        flow->at += step;
        size -= step;
    }
}

static void decrypt_workbook(const struct office_lock *lock, const struct office_key *key, uint8_t *bytes, size_t size)
{
    struct flow flow = {.lock = lock, .key = key};
    struct span stream = {(const char *)bytes, size};
    for (size_t i = 0; i < XLS_RECORDS && flow.at + 4 <= size; i++) {
        unsigned record = le_u16(stream, flow.at);
        size_t length = le_u16(stream, flow.at + 2), at = flow.at;
        if (length > size - at - 4)
            length = size - at - 4;
        size_t clear = clear_bytes(record, length);
        if (record == RECORD_FILEPASS)
            bytes[at] = bytes[at + 1] = 0xff;
        pass(&flow, NULL, 4 + clear);
        pass(&flow, bytes + at + 4 + clear, length - clear);
    }
}

/* The data of the record FilePass; empty when there is none. */
static struct span filepass(struct span stream)
{
    size_t at = 0;
    for (size_t i = 0; i < XLS_RECORDS && at + 4 <= stream.size; i++) {
        size_t size = le_u16(stream, at + 2);
        if (le_u16(stream, at) == RECORD_FILEPASS)
            return span_slice(stream, at + 4, size);
        at += 4 + size;
    }
    return SPAN_NONE;
}

static bool try_xor(struct inspection *inspection, const struct inspected_file *file, struct span lock, uint8_t ret_array[OFFICE_XOR_BYTES])
{
    struct candidates *candidates = arena_alloc(inspection->arena, sizeof *candidates);
    candidates_gather(inspection, CANDIDATES_BYTES, candidates);
    if (office_xor_try(lock, EXCEL_PASSWORD, ret_array)) {
        opened_by_default(inspection, file);
        return true;
    }
    for (size_t i = 0; i < candidates->count; i++)
        if (office_xor_try(lock, candidates->list[i].bytes, ret_array)) {
            inspection_opened(inspection, file, &candidates->list[i].password);
            return true;
        }
    return false;
}

static void decrypt_xor(const uint8_t array[OFFICE_XOR_BYTES], uint8_t *bytes, size_t size)
{
    struct span stream = {(const char *)bytes, size};
    size_t at = 0;
    for (size_t i = 0; i < XLS_RECORDS && at + 4 <= size; i++) {
        unsigned record = le_u16(stream, at);
        size_t length = le_u16(stream, at + 2), end = at + 4 + length, left = size - at - 4;
        if (record == RECORD_FILEPASS)
            bytes[at] = bytes[at + 1] = 0xff;
        for (size_t k = clear_bytes(record, length); k < length && k < left; k++)
            bytes[at + 4 + k] = office_xor_clear(array, bytes[at + 4 + k], end, k);
        at = end;
    }
}

static uint8_t *copied(struct inspection *inspection, struct span stream)
{
    return (uint8_t *)(uintptr_t)arena_copy(inspection->arena, stream).data;
}

bool open_office_workbook(struct inspection *inspection, const struct inspected_file *file, struct span stream, struct span *ret_stream)
{
    struct office_lock lock;
    struct office_key key;
    struct span data = filepass(stream);
    bool old = data.size < 6; /* Excel 5 and 95 write no type */
    uint8_t array[OFFICE_XOR_BYTES], *bytes = NULL;
    if (old || le_u16(data, 0) == 0) {
        if (!try_xor(inspection, file, old ? data : span_slice(data, 2, SIZE_MAX), array))
            return false;
        bytes = copied(inspection, stream);
        decrypt_xor(array, bytes, stream.size);
    } else {
        if (!read_lock(inspection, span_slice(data, 2, SIZE_MAX), &lock) || !(lock.scheme == OFFICE_RC4 || lock.scheme == OFFICE_RC4_API)
            || !try_all(inspection, file, &lock, &key))
            return false;
        bytes = copied(inspection, stream);
        decrypt_workbook(&lock, &key, bytes, stream.size);
    }
    *ret_stream = (struct span){(const char *)bytes, stream.size};
    return true;
}
