/* The many rounds behind a password of Office: round number and digest always fit one block of the digest, so each round is one call of its
   compression. Through EVP a round costs half as much again. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "inspect/digest.h"

#include <endian.h>
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <stdlib.h>

#define ROUND_BYTES 4u
#define BLOCK_MOST 128u

/* One block from the beginning; the digest goes where the next round wants it. */
typedef void compress(const uint8_t *block, uint8_t *ret_digest);

static void md5(const uint8_t *block, uint8_t *ret_digest)
{
    MD5_CTX context;
    MD5_Init(&context);
    MD5_Transform(&context, block);
    const uint32_t words[] = {htole32(context.A), htole32(context.B), htole32(context.C), htole32(context.D)};
    memcpy(ret_digest, words, sizeof words);
}

static void sha1(const uint8_t *block, uint8_t *ret_digest)
{
    SHA_CTX context;
    SHA1_Init(&context);
    SHA1_Transform(&context, block);
    const uint32_t words[] = {htobe32(context.h0), htobe32(context.h1), htobe32(context.h2), htobe32(context.h3), htobe32(context.h4)};
    memcpy(ret_digest, words, sizeof words);
}

static void sha256(const uint8_t *block, uint8_t *ret_digest)
{
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Transform(&context, block);
    for (unsigned i = 0; i < 8; i++)
        context.h[i] = htobe32(context.h[i]);
    memcpy(ret_digest, context.h, SHA256_DIGEST_LENGTH);
}

static void sha384(const uint8_t *block, uint8_t *ret_digest)
{
    SHA512_CTX context;
    SHA384_Init(&context);
    SHA512_Transform(&context, block);
    for (unsigned i = 0; i < 6; i++)
        context.h[i] = htobe64(context.h[i]);
    memcpy(ret_digest, context.h, SHA384_DIGEST_LENGTH);
}

static void sha512(const uint8_t *block, uint8_t *ret_digest)
{
    SHA512_CTX context;
    SHA512_Init(&context);
    SHA512_Transform(&context, block);
    for (unsigned i = 0; i < 8; i++)
        context.h[i] = htobe64(context.h[i]);
    memcpy(ret_digest, context.h, SHA512_DIGEST_LENGTH);
}

static compress *of_kind(enum digest_kind kind, size_t *ret_block)
{
    *ret_block = kind == DIGEST_SHA384 || kind == DIGEST_SHA512 ? SHA512_CBLOCK : SHA_CBLOCK;
    switch (kind) {
    case DIGEST_MD5: return md5;
    case DIGEST_SHA1: return sha1;
    case DIGEST_SHA256: return sha256;
    case DIGEST_SHA384: return sha384;
    case DIGEST_SHA512: return sha512;
    }
    abort();
}

/* RFC 1321 3.1, FIPS 180-4 5.1: one bit, zeros, and the length in bits at the end; all lengths here fit two bytes. */
static void pad(enum digest_kind kind, uint8_t *block, size_t size, size_t block_size)
{
    size_t bits = 8 * size;
    memset(block + size, 0, block_size - size);
    block[size] = 0x80;
    block[kind == DIGEST_MD5 ? block_size - 8 : block_size - 1] = (uint8_t)bits;
    block[kind == DIGEST_MD5 ? block_size - 7 : block_size - 2] = (uint8_t)(bits >> 8);
}

void digest_spin(enum digest_kind kind, uint32_t rounds, uint8_t digest[DIGEST_MOST])
{
    uint8_t block[BLOCK_MOST];
    size_t size = digest_bytes(kind), block_size;
    compress *round = of_kind(kind, &block_size);
    memcpy(block + ROUND_BYTES, digest, size);
    pad(kind, block, ROUND_BYTES + size, block_size);
    for (uint32_t i = 0; i < rounds; i++) {
        uint32_t number = htole32(i);
        memcpy(block, &number, ROUND_BYTES);
        round(block, block + ROUND_BYTES);
    }
    memcpy(digest, block + ROUND_BYTES, size);
}
