/* The table of formats: one reader a type. */
#include "inspect/format.h"

#include "inspect/active_mime.h"
#include "inspect/arj.h"
#include "inspect/cab.h"
#include "inspect/html_smuggle.h"
#include "inspect/iso.h"
#include "inspect/lnk.h"
#include "inspect/lzh.h"
#include "inspect/mail_store.h"
#include "inspect/ole.h"
#include "inspect/onenote.h"
#include "inspect/packed.h"
#include "inspect/pdf.h"
#include "inspect/rar.h"
#include "inspect/rtf_object.h"
#include "inspect/script.h"
#include "inspect/self_extract.h"
#include "inspect/sevenzip.h"
#include "inspect/tar.h"
#include "inspect/zip_inspect.h"

static const struct inspect_format formats[] = {
    {"zip", zip_inspect},
    {"ole", ole_inspect},
    {"pdf", pdf_inspect},
    {"rtf", rtf_object_inspect},
    {"onenote", onenote_inspect},
    {"lnk", lnk_inspect},
    {"html", html_smuggle_inspect},
    {"svg", html_smuggle_inspect},
    {"mht", active_mime_page},
    {"xml", script_inspect},
    {"rar", rar_inspect},
    {"7z", sevenzip_inspect},
    {"gzip", packed_inspect_gzip},
    {"bzip2", packed_inspect_bzip2},
    {"xz", packed_inspect_xz},
    {"zstd", packed_inspect_zstd},
    {"tar", tar_inspect},
    {"iso", iso_inspect},
    {"udf", iso_inspect},
    {"lzh", lzh_inspect},
    {"arj", arj_inspect},
    {"cab", cab_inspect},
    {"mbox", mail_store_inspect},
    {"pst", mail_store_inspect},
    {"pe", self_extract_inspect}, /* programs that unpack themselves hold an archive, */
    {"", script_inspect},         /* and bytes that nobody knows may end in one */
};

const struct inspect_format *format_find(struct span type)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (span_equal(type, span_of(formats[i].type)))
            return &formats[i];
    return NULL;
}
