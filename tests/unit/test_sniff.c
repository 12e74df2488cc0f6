/* File kinds by their first bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "inspect/sniff.h"

static void knows_magics(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *type;
    } rows[] = {
        {"", 0, ""}, {"hello", 5, ""}, {"PK\x03\x04", 4, "zip"}, {"PK\x05\x06", 4, "zip"}, {"PK", 2, ""},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "ole"}, {"junk %PDF-1.4", 13, "pdf"}, {"Rar!\x1a\x07\x01", 7, "rar"},
        {"7z\xbc\xaf\x27\x1c", 6, "7z"}, {"{\\rtf1", 6, "rtf"}, {"MZ\x90", 3, "pe"}, {"\x1f\x8b\x08", 3, "gzip"},
        {"\xef\xbb\xbf \r\n<!DOCTYPE HTML>", 20, "html"}, {"<!-- x --><script>", 18, "html"}, {"<!-- x", 6, "html"},
        {"\xff\xfe<\0h\0t\0m\0l\0", 12, "html"}, {"\xfe\xff\0<\0s\0v\0g", 10, "svg"}, {"<div>", 5, "html"},
        {"<?xml version='1.0'?><svg>", 26, "svg"}, {"<?xml version='1.0'?><a>", 24, "xml"},
        {"MIME-Version: 1.0\r\n", 19, "mht"}, {"GIF89a", 6, "gif"}, {"BMW is a car, not a picture", 27, ""},
        {"\x89PNG\r\n\x1a\n", 8, "png"}, {"\xff\xd8\xff\xe0", 4, "jpeg"}, {"!BDN", 4, "pst"},
        {"From a@b.example Wed Jun  1 00:00:00 2022\nFrom: a@b.example\n", 60, "mbox"}, {"From - Wed Jun  1 00:00:00 2022\r\nX: y", 37, "mbox"},
        {"From here on at 10:00 it rains\nand so on", 40, ""}, {"From 10:00:00", 13, ""}, {"From 10:00\n: x", 14, ""}, {"From me to you\nFrom: x\n", 23, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(sniff_type((struct span){rows[i].bytes, rows[i].size}), rows[i].type);
}

static void looks_far_for_disk_images(void **state)
{
    (void)state;
    static char image[0x8010];
    memcpy(image + 0x8001, "CD001", 5);
    assert_string_equal(sniff_type((struct span){image, sizeof image}), "iso");
    assert_string_equal(sniff_type((struct span){image, 0x8003}), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(knows_magics), cmocka_unit_test(looks_far_for_disk_images)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
