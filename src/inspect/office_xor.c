/* Verifier, key and array by method 1. */
#include "inspect/office_xor.h"

#include "inspect/le.h"

#define VERIFIER_END 0xce4bu

static const uint8_t padding[15] = {0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80, 0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f, 0x00};

static const uint16_t first_key[15] = {0xe1f0, 0x1d0f, 0xcc9c, 0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872, 0xe139, 0xd40f, 0x84f9,
    0x280c, 0xa96a, 0x4ec3};

static const uint16_t matrix[15][7] = {
    {0xaefc, 0x4dd9, 0x9bb2, 0x2745, 0x4e8a, 0x9d14, 0x2a09}, {0x7b61, 0xf6c2, 0xfda5, 0xeb6b, 0xc6f7, 0x9dcf, 0x2bbf},
    {0x4563, 0x8ac6, 0x05ad, 0x0b5a, 0x16b4, 0x2d68, 0x5ad0}, {0x0375, 0x06ea, 0x0dd4, 0x1ba8, 0x3750, 0x6ea0, 0xdd40},
    {0xd849, 0xa0b3, 0x5147, 0xa28e, 0x553d, 0xaa7a, 0x44d5}, {0x6f45, 0xde8a, 0xad35, 0x4a4b, 0x9496, 0x390d, 0x721a},
    {0xeb23, 0xc667, 0x9cef, 0x29ff, 0x53fe, 0xa7fc, 0x5fd9}, {0x47d3, 0x8fa6, 0x0f6d, 0x1eda, 0x3db4, 0x7b68, 0xf6d0},
    {0xb861, 0x60e3, 0xc1c6, 0x93ad, 0x377b, 0x6ef6, 0xddec}, {0x45a0, 0x8b40, 0x06a1, 0x0d42, 0x1a84, 0x3508, 0x6a10},
    {0xaa51, 0x4483, 0x8906, 0x022d, 0x045a, 0x08b4, 0x1168}, {0x76b4, 0xed68, 0xcaf1, 0x85c3, 0x1ba7, 0x374e, 0x6e9c},
    {0x3730, 0x6e60, 0xdcc0, 0xa9a1, 0x4363, 0x86c6, 0x1dad}, {0x3331, 0x6662, 0xccc4, 0x89a9, 0x0373, 0x06e6, 0x0dcc},
    {0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48c4},
};

static uint16_t turned(uint16_t value)
{
    return (uint16_t)((value >> 14 & 1) | (value << 1 & 0x7fff));
}

/* 2.3.7.1 */
static uint16_t verifier(struct span password)
{
    uint16_t value = 0;
    for (size_t i = password.size; i-- > 0;)
        value = (uint16_t)(turned(value) ^ (uint8_t)password.data[i]);
    return (uint16_t)(turned(value) ^ password.size ^ VERIFIER_END);
}

/* 2.3.7.2, CreateXorKey_Method1: the last sign of the password goes with the last row. */
static uint16_t make_key(struct span password)
{
    uint16_t key = first_key[password.size - 1];
    size_t row = 15;
    for (size_t i = password.size; i-- > 0;) {
        row--;
        for (unsigned bit = 0; bit < 7; bit++)
            if ((uint8_t)password.data[i] & 0x40u >> bit)
                key ^= matrix[row][6 - bit];
    }
    return key;
}

static uint8_t mixed(uint8_t a, uint8_t b)
{
    uint8_t value = a ^ b;
    return (uint8_t)(value >> 1 | value << 7);
}

/* CreateXorArray_Method1: password and then padding, odd places with the high byte of the key, even ones with the low. */
static void make_array(struct span password, uint16_t key, uint8_t ret_array[OFFICE_XOR_BYTES])
{
    for (size_t i = 0; i < OFFICE_XOR_BYTES; i++) {
        uint8_t sign = i < password.size ? (uint8_t)password.data[i] : padding[i - password.size];
        ret_array[i] = mixed(sign, (uint8_t)(i % 2 ? key >> 8 : key));
    }
}

bool office_xor_try(struct span filepass, struct span password, uint8_t ret_array[OFFICE_XOR_BYTES])
{
    if (filepass.size < 4 || password.size == 0 || password.size > OFFICE_XOR_PASSWORD)
        return false;
    uint16_t key = make_key(password);
    if (key != le_u16(filepass, 0) || verifier(password) != le_u16(filepass, 2))
        return false;
    make_array(password, key, ret_array);
    return true;
}

uint8_t office_xor_clear(const uint8_t array[OFFICE_XOR_BYTES], uint8_t byte, size_t end, size_t at)
{
    uint8_t value = byte ^ array[(end + at) % OFFICE_XOR_BYTES];
    return (uint8_t)(value << 3 | value >> 5);
}
