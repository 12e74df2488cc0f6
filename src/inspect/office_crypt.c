/* Tries passwords on an encrypted document and unpacks it with the one that fits. */
#include "inspect/office_crypt.h"

#include "inspect/le.h"
#include "inspect/office_key.h"

#define SEGMENT 4096u /* [MS-OFFCRYPTO] 2.3.4.15: encrypted piece by piece, each with an IV of its own */
#define BLOCK 16u

static bool open_segment(const struct office_key_info *info, const uint8_t *key, size_t key_size, uint32_t number, struct span bytes, uint8_t *ret_plain)
{
    uint8_t iv[OFFICE_KEY_BYTES];
    char count[4] = {(char)number, (char)(number >> 8), (char)(number >> 16), (char)(number >> 24)};
    if (!info->agile)
        return office_key_aes(key, key_size, NULL, bytes, ret_plain);
    size_t made = office_key_digest(info->data_digest, info->data_salt, (struct span){count, 4}, SPAN_NONE, iv);
    return made >= BLOCK && office_key_aes(key, key_size, iv, bytes, ret_plain);
}

static struct span open_package(struct inspection *inspection, const struct cfb *cfb, const struct office_key_info *info, const uint8_t *key,
                                size_t key_size)
{
    size_t room = inspection_room(inspection) / SEGMENT * SEGMENT, got = 0;
    struct span package = cfb_read(inspection->arena, cfb, cfb_find(cfb, 0, SPAN_LITERAL("EncryptedPackage")), room + 8);
    uint64_t size = le_u64(package, 0);
    package = span_slice(package, 8, SIZE_MAX);
    package.size -= package.size % BLOCK;
    uint8_t *plain = arena_alloc(inspection->arena, package.size);
    for (uint32_t i = 0; got < package.size && !inspection_late(inspection); i++) {
        struct span bytes = span_slice(package, got, SEGMENT);
        if (!open_segment(info, key, key_size, i, bytes, plain + got))
            break;
        got += bytes.size;
    }
    inspection_spent(inspection, got);
    if (size > got + BLOCK)
        inspection_limit(inspection, "only the beginning of an encrypted document was opened");
    return (struct span){(const char *)plain, size < got ? (size_t)size : got};
}

bool office_crypt_open(struct inspection *inspection, const struct inspected_file *file, const struct cfb *cfb, struct span *ret_document)
{
    static const struct inspection_password built_in = {{OFFICE_CRYPT_DEFAULT, sizeof OFFICE_CRYPT_DEFAULT - 1}, {NULL, 0}};
    struct office_key_info info;
    uint8_t key[OFFICE_KEY_BYTES];
    size_t size, count = inspection->options->password_count;
    struct span stream = cfb_read(inspection->arena, cfb, cfb_find(cfb, 0, SPAN_LITERAL("EncryptionInfo")), OFFICE_CRYPT_INFO);
    if (!office_key_info(inspection->arena, stream, &info))
        return false;
    if (count > OFFICE_CRYPT_PASSWORDS)
        inspection_limit(inspection, "only the likeliest passwords were tried");
    for (size_t i = 0; i <= count && i <= OFFICE_CRYPT_PASSWORDS && !inspection_late(inspection); i++) {
        const struct inspection_password *password = i ? &inspection->options->passwords[i - 1] : &built_in;
        if (!office_key_from(inspection, &info, password->word, key, &size))
            continue;
        if (span_equal(password->word, built_in.word))
            inspection_fact(inspection, file, ATTACHMENT_DEFAULT_PASSWORD, built_in.word);
        inspection_opened(inspection, file, password);
        *ret_document = open_package(inspection, cfb, &info, key, size);
        return ret_document->size > 0;
    }
    return false;
}
