/* Endings of names and types of content by kind. */
#include "inspect/file_kind.h"

struct row {
    enum file_kind kind;
    const char *words; /* each with a blank before and behind */
};

static const struct row extensions[] = {
    {FILE_KIND_OFFICE, " doc docx docm dot dotx dotm xls xlsx xlsm xlsb xlt xltx xltm xlam xla ppt pptx pptm pps ppsx ppsm pot potx potm"
                       " rtf odt ods odp odg one pub vsd vsdx vsdm mpp "},
    {FILE_KIND_PDF, " pdf "},
    {FILE_KIND_PICTURE, " jpg jpeg jpe png gif bmp tif tiff webp ico wmf emf "},
    {FILE_KIND_MEDIA, " mp3 mp4 m4a m4v mov avi wav wmv wma mpg mpeg heic "},
    {FILE_KIND_TEXT, " txt csv tsv log xml json yaml eml ics vcf md ini "},
    {FILE_KIND_PAGE, " htm html shtml xhtml svg mht mhtml "},
    {FILE_KIND_ARCHIVE, " zip rar 7z gz tgz tar bz2 xz cab arj lzh lha ace zst zipx "},
    {FILE_KIND_PROGRAM, " exe scr pif cpl dll ocx sys msi msp mst msix appx appinstaller xll jar gadget "},
    {FILE_KIND_SCRIPT, " js jse vbs vbe wsf wsh wsc sct hta ps1 psm1 bat cmd chm jnlp application settingcontent-ms search-ms library-ms "},
    {FILE_KIND_SHORTCUT, " lnk scf appref-ms "},
    {FILE_KIND_DISK, " iso img vhd vhdx udf dmg "},
};

static const struct row types[] = {
    {FILE_KIND_OFFICE, " ole doc xls ppt rtf onenote docx docm xlsx xlsm xlsb pptx pptm vsdx vsdm odf "},
    {FILE_KIND_PDF, " pdf "},
    {FILE_KIND_PICTURE, " png jpeg gif bmp tiff webp ico wmf "},
    {FILE_KIND_MEDIA, " mp4 "},
    {FILE_KIND_TEXT, " xml eml ics vcard pem "},
    {FILE_KIND_PAGE, " html svg mht "},
    {FILE_KIND_ARCHIVE, " zip rar 7z gzip bzip2 xz zstd cab arj lzh ace tar "},
    {FILE_KIND_PROGRAM, " pe elf macho class jar msix "},
    {FILE_KIND_SCRIPT, " chm "},
    {FILE_KIND_SHORTCUT, " lnk "},
    {FILE_KIND_DISK, " iso udf vhd vhdx "},
};

/* Both begin and end with a blank. */
static bool has_word(const char *words, struct span word)
{
    for (const char *begin = words + 1, *end = begin; *begin; begin = ++end) {
        while (*end != ' ')
            end++;
        if ((size_t)(end - begin) == word.size && span_same_nocase(begin, word.data, word.size))
            return true;
    }
    return false;
}

static enum file_kind find(const struct row *rows, size_t count, struct span word)
{
    for (size_t i = 0; i < count && word.size; i++)
        if (has_word(rows[i].words, word))
            return rows[i].kind;
    return FILE_KIND_NONE;
}

struct span file_kind_extension(struct span name)
{
    name = span_trim(name);
    size_t at = name.size;
    while (at && name.data[at - 1] != '.')
        at--;
    return at ? span_slice(name, at, SIZE_MAX) : SPAN_NONE;
}

enum file_kind file_kind_of_extension(struct span extension)
{
    return find(extensions, sizeof extensions / sizeof *extensions, extension);
}

enum file_kind file_kind_of_type(struct span type)
{
    return find(types, sizeof types / sizeof *types, type);
}

bool file_kind_runs(enum file_kind kind)
{
    return kind == FILE_KIND_PROGRAM || kind == FILE_KIND_SCRIPT || kind == FILE_KIND_SHORTCUT;
}

/* Office opens web pages, XML and bare archives under its endings, and many programs write them so; pictures are taken for one another. */
bool file_kind_fits(enum file_kind promised, enum file_kind found)
{
    if (promised == found || promised == FILE_KIND_NONE || found == FILE_KIND_NONE)
        return true;
    switch (promised) {
    case FILE_KIND_OFFICE:
        return found == FILE_KIND_PAGE || found == FILE_KIND_TEXT || found == FILE_KIND_ARCHIVE;
    case FILE_KIND_TEXT:
        return found == FILE_KIND_PAGE;
    case FILE_KIND_PAGE:
        return found == FILE_KIND_TEXT;
    case FILE_KIND_PICTURE:
        return found == FILE_KIND_MEDIA || found == FILE_KIND_PAGE || found == FILE_KIND_TEXT;
    case FILE_KIND_MEDIA:
        return found == FILE_KIND_PICTURE || found == FILE_KIND_TEXT || found == FILE_KIND_PAGE;
    case FILE_KIND_ARCHIVE:
        return found == FILE_KIND_OFFICE;
    case FILE_KIND_PDF:
    case FILE_KIND_DISK:
        return false;
    default: /* what runs promises nothing harmless */
        return true;
    }
}
