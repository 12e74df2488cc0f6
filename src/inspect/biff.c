/* Reads the globals of a workbook until they end or encryption begins that no known password opens. */
#include "inspect/biff.h"

#include "inspect/le.h"
#include "inspect/open_office.h"
#include "inspect/yara_look.h"

enum record {
    RECORD_EOF = 0x0a,
    RECORD_NAME = 0x18,
    RECORD_FILEPASS = 0x2f,
    RECORD_SHEET = 0x85,
    RECORD_BOF2 = 0x009,
    RECORD_BOF3 = 0x209,
    RECORD_BOF4 = 0x409,
    RECORD_BOF5 = 0x809,
};
#define SHEET_IS_MACRO 1u
#define SHEET_HIDDEN 3u       /* 1 hidden, 2 very hidden */
#define FILE_IS_MACRO 0x40u   /* type in the first record of Excel 2 to 4 */
#define NAME_BUILT_IN 0x20u
#define NAME_AUTO_OPEN 1u     /* [MS-XLS] 2.5.66: code of a built-in name */
#define NAME_AUTO_ACTIVATE 10u

/* [MS-XLS] 2.4.117: FilePass. */
static const char *encryption(struct span data)
{
    unsigned type = le_u16(data, 0), major = le_u16(data, 2), minor = le_u16(data, 4);
    if (data.size < 6 || type == 0)
        return "XOR";
    return major >= 2 && minor == 2 ? "RC4 CryptoAPI" : "RC4";
}

static void sheet(struct inspection *inspection, const struct inspected_file *file, struct span data)
{
    unsigned hidden = le_u8(data, 4) & SHEET_HIDDEN;
    if (le_u8(data, 5) != SHEET_IS_MACRO)
        return;
    inspection_macros(inspection, ATTACHMENT_MACROS_XLM);
    if (hidden)
        inspection_fact(inspection, file, ATTACHMENT_MACRO_SHEET_HIDDEN, span_of(hidden == 1 ? "hidden" : "very hidden"));
}

/* A built-in name is one character behind the fixed part (14 bytes; in Excel 97 and later an option byte before it). */
static void name(struct inspection *inspection, const struct inspected_file *file, struct span data, bool wide)
{
    unsigned flags = le_u16(data, 0), code = le_u8(data, wide ? 15 : 14);
    if (flags & NAME_BUILT_IN && le_u8(data, 3) == 1 && (code == NAME_AUTO_OPEN || code == NAME_AUTO_ACTIVATE))
        inspection_fact(inspection, file, ATTACHMENT_MACRO_AUTO_START, span_of(code == NAME_AUTO_OPEN ? "Auto_Open" : "Auto_Activate"));
}

static bool begins(unsigned record)
{
    return record == RECORD_BOF2 || record == RECORD_BOF3 || record == RECORD_BOF4 || record == RECORD_BOF5;
}

void biff_inspect(struct inspection *inspection, const struct inspected_file *file, struct span stream)
{
    unsigned first = le_u16(stream, 0), version = le_u16(stream, 4);
    if (first != RECORD_BOF5 && begins(first) && le_u16(stream, 6) == FILE_IS_MACRO)
        inspection_macros(inspection, ATTACHMENT_MACROS_XLM);
    bool opened = false; /* once: a workbook has one password */
    size_t at = 0;
    for (size_t i = 0; i < BIFF_RECORDS && at + 4 <= stream.size; i++) {
        unsigned record = le_u16(stream, at);
        struct span data = span_slice(stream, at + 4, le_u16(stream, at + 2));
        at += 4 + (size_t)le_u16(stream, at + 2);
        if (record == RECORD_FILEPASS) {
            inspection_encrypted(inspection, file, encryption(data));
            if (!opened && (opened = open_office_workbook(inspection, file, stream, &stream))) {
                yara_look(inspection, file, stream);
                continue;
            }
            inspection_macros(inspection, ATTACHMENT_MACROS_UNKNOWN); /* the sheets are hidden, and what kind they are */
            return;
        }
        if (record == RECORD_SHEET)
            sheet(inspection, file, data);
        else if (record == RECORD_NAME)
            name(inspection, file, data, version >= 0x600);
        else if (record == RECORD_EOF) {
            inspection_clear(inspection, file);
            return;
        }
    }
    inspection_limit(inspection, "the list of sheets of this workbook does not end");
    inspection_clear(inspection, file);
}
