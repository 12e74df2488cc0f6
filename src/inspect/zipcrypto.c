/* Three keys that every byte in the clear turns. */
#include "inspect/zipcrypto.h"

#include <zlib.h>

static uint32_t crc_step(const z_crc_t *table, uint32_t crc, uint8_t byte)
{
    return crc >> 8 ^ (uint32_t)table[(crc ^ byte) & 0xff];
}

static void turn(const z_crc_t *table, uint32_t keys[3], uint8_t byte)
{
    keys[0] = crc_step(table, keys[0], byte);
    keys[1] = (keys[1] + (keys[0] & 0xff)) * 134775813u + 1;
    keys[2] = crc_step(table, keys[2], (uint8_t)(keys[1] >> 24));
}

void zipcrypto_decrypt(struct zipcrypto *zipcrypto, struct span cipher, char *ret_bytes)
{
    const z_crc_t *table = get_crc_table();
    for (size_t i = 0; i < cipher.size; i++) {
        uint32_t mask = (zipcrypto->keys[2] | 2) & 0xffff;
        uint8_t clear = (uint8_t)((uint8_t)cipher.data[i] ^ (uint8_t)(mask * (mask ^ 1) >> 8));
        turn(table, zipcrypto->keys, clear);
        ret_bytes[i] = (char)clear;
    }
}

bool zipcrypto_begin(struct span password, struct span packed, uint8_t check, struct zipcrypto *ret_zipcrypto)
{
    const z_crc_t *table = get_crc_table();
    struct zipcrypto zipcrypto = {{0x12345678, 0x23456789, 0x34567890}};
    char header[ZIPCRYPTO_HEADER];
    if (packed.size < ZIPCRYPTO_HEADER)
        return false;
    for (size_t i = 0; i < password.size; i++)
        turn(table, zipcrypto.keys, (uint8_t)password.data[i]);
    zipcrypto_decrypt(&zipcrypto, span_slice(packed, 0, ZIPCRYPTO_HEADER), header);
    if ((uint8_t)header[ZIPCRYPTO_HEADER - 1] != check)
        return false;
    *ret_zipcrypto = zipcrypto;
    return true;
}
