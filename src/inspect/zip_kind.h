/* What a ZIP archive is used as: a document of Office or of ODF, a Java archive, or just an archive. */
#ifndef REPLYTRACE_ZIP_KIND_H
#define REPLYTRACE_ZIP_KIND_H

#include <stddef.h>
#include "model/attachment.h"

/* Static: "docx", "xlsx", "pptx", "vsdx", with a VBA part "docm", "xlsm", "pptm", "vsdm"; "xlsb", "odf", "jar", "msix", else "zip". By the names
   of the members only. */
const char *zip_kind(const struct attachment_member *members, size_t count);

#endif
