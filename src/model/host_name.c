/* Undresses the names of servers. */
#include "model/host_name.h"

#include "model/ip_network.h"

struct span host_name(struct arena *arena, struct span text)
{
    text = span_trim(text);
    if (text.size && text.data[0] == '[')
        text = span_slice(text, 1, span_find_byte(text, ']', 0) - 1);
    if (span_starts_nocase(text, SPAN_LITERAL("IPv6:")))
        text = span_slice(text, 5, SIZE_MAX);
    while (text.size && text.data[text.size - 1] == '.')
        text.size--;
    char *name = arena_alloc(arena, text.size);
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        name[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
    }
    return (struct span){name, text.size};
}

bool host_name_telling(struct span name)
{
    static const char *const everybodys[] = {"localhost", "localhost.localdomain", "localhost.local", "unknown", "local", "mail", "server", "helo"};
    struct ip_network network;
    for (size_t i = 0; i < sizeof everybodys / sizeof *everybodys; i++)
        if (span_equal_nocase(name, span_of(everybodys[i])))
            return false;
    return name.size && !ip_network_parse(name, &network);
}

bool host_name_internal(struct span name)
{
    static const char *const endings[] = {".local", ".lan", ".internal", ".intra", ".intranet", ".localdomain", ".corp", ".home.arpa", ".private"};
    if (!host_name_telling(name))
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (span_ends_nocase(name, span_of(endings[i])))
            return true;
    return span_find_byte(name, '.', 0) == SIZE_MAX;
}
