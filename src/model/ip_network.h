/* IP addresses and networks in binary: which holds which, and which are private. */
#ifndef REPLYTRACE_IP_NETWORK_H
#define REPLYTRACE_IP_NETWORK_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

#define IP_NETWORK_BYTES 16

/* One address is a network of its own. IPv4 lies in ::ffff:0:0/96 (RFC 4291 2.5.5.2). */
struct ip_network {
    uint8_t bytes[IP_NETWORK_BYTES];
    unsigned bits; /* of the prefix, 0 to 128 */
};

/* `192.0.2.1`, `2001:db8::1`, `192.0.2.0/24`, `2001:db8::/32`. False for anything else; bits behind the prefix are cleared. */
bool ip_network_parse(struct span text, struct ip_network *ret_network);

bool ip_network_holds(const struct ip_network *network, const struct ip_network *address);

/* Loopback, RFC 1918, RFC 6598 (carrier NAT), link-local and RFC 4193: addresses that say nothing outside one network. */
bool ip_network_private(const struct ip_network *address);
/* 127.0.0.0/8 and ::1. */
bool ip_network_loopback(const struct ip_network *address);

#endif
