/* The methods of ZIP (PKWARE APPNOTE 4.4.5) by number. */
#ifndef REPLYTRACE_ZIP_METHOD_H
#define REPLYTRACE_ZIP_METHOD_H

#include "inspect/unpack.h"

/* False for one that is not unpacked here. */
bool zip_method(unsigned number, enum unpack_method *ret_method);

#endif
