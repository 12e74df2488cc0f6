/* Endings of file names by what such files may do. */
#include "model/risky_name.h"

static const struct {
    const char *ending;
    enum risky_name kind;
} endings[] = {
    {".exe", RISKY_NAME_RUNS}, {".scr", RISKY_NAME_RUNS}, {".com", RISKY_NAME_RUNS}, {".pif", RISKY_NAME_RUNS},
    {".bat", RISKY_NAME_RUNS}, {".cmd", RISKY_NAME_RUNS}, {".vbs", RISKY_NAME_RUNS}, {".vbe", RISKY_NAME_RUNS},
    {".js", RISKY_NAME_RUNS}, {".jse", RISKY_NAME_RUNS}, {".wsf", RISKY_NAME_RUNS}, {".hta", RISKY_NAME_RUNS},
    {".ps1", RISKY_NAME_RUNS}, {".lnk", RISKY_NAME_RUNS}, {".iso", RISKY_NAME_RUNS}, {".img", RISKY_NAME_RUNS},
    {".vhd", RISKY_NAME_RUNS}, {".vhdx", RISKY_NAME_RUNS}, {".one", RISKY_NAME_RUNS}, {".jar", RISKY_NAME_RUNS},
    {".appinstaller", RISKY_NAME_RUNS}, {".msix", RISKY_NAME_RUNS}, {".msi", RISKY_NAME_RUNS}, {".xll", RISKY_NAME_RUNS},
    {".docm", RISKY_NAME_MACROS}, {".xlsm", RISKY_NAME_MACROS}, {".xlsb", RISKY_NAME_MACROS}, {".pptm", RISKY_NAME_MACROS},
    {".dotm", RISKY_NAME_MACROS},
    {".html", RISKY_NAME_PAGE}, {".htm", RISKY_NAME_PAGE}, {".shtml", RISKY_NAME_PAGE}, {".svg", RISKY_NAME_PAGE},
    {".xhtml", RISKY_NAME_PAGE},
    {".doc", RISKY_NAME_DOCUMENT}, {".xls", RISKY_NAME_DOCUMENT}, {".rtf", RISKY_NAME_DOCUMENT},
    {".ppt", RISKY_NAME_ARCHIVE}, /* as seldom abused as archives are */
    {".zip", RISKY_NAME_ARCHIVE}, {".7z", RISKY_NAME_ARCHIVE}, {".rar", RISKY_NAME_ARCHIVE}, {".lzh", RISKY_NAME_ARCHIVE},
};

enum risky_name risky_name(struct span name)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (span_ends_nocase(name, span_of(endings[i].ending)))
            return endings[i].kind;
    return RISKY_NAME_NO;
}
