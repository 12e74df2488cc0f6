/* Disk images of UDF (ECMA-167, OSTA UDF 1.02 to 2.01): files and folders; images without plain partitions are said not to be read. */
#ifndef REPLYTRACE_UDF_H
#define REPLYTRACE_UDF_H

#include "inspect/inspection.h"

#define UDF_FOLDERS 200           /* of one image that are read */
#define UDF_DEPTH 32              /* folders within folders */
#define UDF_RECORDS 20000         /* of all folders together */
#define UDF_EXTENTS 4096          /* of one file */
#define UDF_FOLDER_BYTES (256u * 1024) /* of one folder that are read */

/* True when the image says that it has UDF. */
bool udf_found(struct span bytes);
/* False when its folders cannot be found, are damaged or empty: another reader may see something else then. */
bool udf_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
