/* Reads addresses with the C library and compares prefixes. */
#include "model/ip_network.h"

#include <arpa/inet.h>
#include <string.h>

#define TEXT_BYTES 46
#define V4_BITS 96 /* of a prefix in front of an IPv4 address */

static bool parse_address(struct span text, struct ip_network *ret_network, bool *ret_v4)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    char copy[TEXT_BYTES];
    struct ip_network network = {.bits = 8 * IP_NETWORK_BYTES};
    if (!text.size || text.size >= sizeof copy || memchr(text.data, '\0', text.size))
        return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    memcpy(network.bytes, mapped, sizeof mapped);
    *ret_v4 = inet_pton(AF_INET, copy, network.bytes + sizeof mapped) == 1;
    if (!*ret_v4 && inet_pton(AF_INET6, copy, network.bytes) != 1)
        return false;
    *ret_network = network;
    return true;
}

/* One to three digits. */
static bool parse_bits(struct span text, unsigned most, unsigned *ret_bits)
{
    unsigned bits = 0;
    if (!text.size || text.size > 3)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        bits = bits * 10 + (unsigned)(text.data[i] - '0');
    }
    *ret_bits = bits;
    return bits <= most;
}

static void clear_behind(struct ip_network *network)
{
    for (unsigned i = 0; i < IP_NETWORK_BYTES; i++) {
        unsigned before = 8 * i, kept = network->bits <= before ? 0 : network->bits - before > 8 ? 8 : network->bits - before;
        network->bytes[i] = (uint8_t)(network->bytes[i] & (0xff00u >> kept));
    }
}

bool ip_network_parse(struct span text, struct ip_network *ret_network)
{
    struct ip_network network;
    size_t slash = span_find_byte(text, '/', 0);
    unsigned bits;
    bool v4;
    if (!parse_address(span_slice(text, 0, slash), &network, &v4))
        return false;
    if (slash != SIZE_MAX) {
        if (!parse_bits(span_slice(text, slash + 1, SIZE_MAX), v4 ? 32 : 128, &bits))
            return false;
        network.bits = v4 ? V4_BITS + bits : bits;
        clear_behind(&network);
    }
    *ret_network = network;
    return true;
}

bool ip_network_holds(const struct ip_network *network, const struct ip_network *address)
{
    struct ip_network cut = *address;
    if (address->bits < network->bits)
        return false;
    cut.bits = network->bits;
    clear_behind(&cut);
    return memcmp(cut.bytes, network->bytes, sizeof cut.bytes) == 0;
}

static bool in_any(const char *const *networks, size_t count, const struct ip_network *address)
{
    for (size_t i = 0; i < count; i++) {
        struct ip_network network;
        if (ip_network_parse(span_of(networks[i]), &network) && ip_network_holds(&network, address))
            return true;
    }
    return false;
}

bool ip_network_private(const struct ip_network *address)
{
    static const char *const networks[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fe80::/10", "fc00::/7"};
    return ip_network_loopback(address) || in_any(networks, sizeof networks / sizeof *networks, address);
}

bool ip_network_loopback(const struct ip_network *address)
{
    static const char *const networks[] = {"127.0.0.0/8", "::1"};
    return in_any(networks, sizeof networks / sizeof *networks, address);
}
