/* The table of ZIP's methods. */
#include "inspect/zip_method.h"

static const struct {
    unsigned number;
    enum unpack_method method;
} methods[] = {
    {0, UNPACK_STORED}, {8, UNPACK_DEFLATE}, {12, UNPACK_BZIP2}, {14, UNPACK_LZMA}, {20, UNPACK_ZSTD}, {93, UNPACK_ZSTD}, {95, UNPACK_XZ},
};

bool zip_method(unsigned number, enum unpack_method *ret_method)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (methods[i].number == number) {
            *ret_method = methods[i].method;
            return true;
        }
    return false;
}
