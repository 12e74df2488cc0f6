/* Archives of every format as samples/archives.py writes them: what each is, which facts it has, what of it could be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "inspected.h"

#ifdef __SANITIZE_ADDRESS__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#define FOLDER SAMPLES "/../tests/fuzz/corpus/archive/"

static void read_file(const char *path, struct buf *out)
{
    assert_true(inspected_read(path, out));
}

static struct attachment inspect(struct arena *arena, const char *name, struct span content)
{
    struct attachment attachment = {.name = span_of(name), .content = content, .size = content.size};
    inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
    return attachment;
}

/* Facts, "| name at where", then members, "/ name size", with "*" when encrypted and ":type" when read. */
static struct span render(struct arena *arena, const struct attachment *attachment)
{
    BUF_LOCAL out = {0};
    buf_printf(&out, "%.*s", SPAN_ARGS(attachment->encryption));
    for (size_t i = 0; i < attachment->fact_count; i++)
        buf_printf(&out, " | %s %.*s", attachment_fact_name(attachment->facts[i].kind), SPAN_ARGS(utf8_visible(arena, attachment->facts[i].where)));
    for (size_t i = 0; i < attachment->member_count; i++) {
        const struct attachment_member *member = &attachment->members[i];
        buf_printf(&out, " / %.*s %llu%s%s%.*s", SPAN_ARGS(utf8_visible(arena, member->name)), (unsigned long long)member->size,
                   member->encrypted ? "*" : "", member->read ? ":" : "", SPAN_ARGS(member->true_type));
    }
    return arena_copy(arena, buf_span(&out));
}

/* Two members: a text, and a program that is called a document. */
#define LURE(name) " | double-extension " name " | program " name
#define OPEN(name) LURE(name) " / notes.txt 42: / " name " 82:pe"
#define SHUT(name) LURE(name) " / notes.txt 42* / " name " 82*"
#define SFX(name) LURE(name) " | program  / notes.txt 42: / " name " 82:pe"
#define EXE "folder/offer.pdf.exe"
#define LONG "deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/deep/long name.txt"

static const struct {
    const char *file, *type, *found;
} rows[] = {
    {"7z-sfx.exe", "pe", "AES-256 | encrypted-names  | program "},
    {"cab-sfx.exe", "pe", SFX("folder\\offer.pdf.exe")},
    {"rar4-sfx.exe", "pe", "AES-128" LURE(EXE) " | program  / notes.txt 42* / " EXE " 82*"},
    {"rar5-sfx.exe", "pe", SFX(EXE)},
    {"zip-sfx.exe", "pe", "ZipCrypto" LURE(EXE) " | program  / notes.txt 42* / " EXE " 82*"},
    {"whole-udf.iso", "udf", LURE(EXE) " | disk-image  / notes.txt 42: / " EXE " 82:pe / folder/見積書.txt 42:"},
    {"udf.iso", "iso", LURE(EXE) " | disk-image  / notes.txt 42: / " EXE " 82:pe"},
    {"aes-header.7z", "7z", "AES-256 | encrypted-names "},
    {"aes.7z", "7z", "AES-256" SHUT(EXE)},
    {"aes.zip", "zip", "AES-256" SHUT(EXE)},
    {"bzip2.zip", "zip", OPEN(EXE)},
    {"copy.7z", "7z", OPEN(EXE)},
    {"deflated.zip", "zip", OPEN(EXE)},
    {"disagreeing.zip", "zip", "ZipCrypto | headers-disagree  / a.txt 42*"},
    {"encrypted-4.rar", "rar", "AES-128" SHUT(EXE)},
    {"encrypted-5.rar", "rar", "AES-256" SHUT(EXE)},
    {"garbled.arj", "arj", "ARJ" SHUT(EXE)},
    {"gnu.tar", "tar", OPEN(EXE) " / " LONG " 42:"},
    {"hidden.zip", "zip", " | hidden-entries  | program hidden.exe / shown.txt 42: / hidden.exe 82:pe"},
    {"japanese-4.rar", "rar", " / 見積書.txt 42:"},
    {"japanese-5.rar", "rar", " / 見積書.txt 42:"},
    {"japanese.lzh", "lzh", " / 見積書.txt 42:"},
    {"joliet.iso", "iso",
     " | double-extension folder/offer.pdf.exe | program folder/offer.pdf.exe | disk-image  / notes.txt 42:"
     " / folder/offer.pdf.exe 82:pe"},
    {"level0.lzh", "lzh", OPEN("folder\\offer.pdf.exe")},
    {"level1.lzh", "lzh", OPEN(EXE)},
    {"level2.lzh", "lzh", OPEN(EXE)},
    {"level3.lzh", "lzh", OPEN(EXE)},
    {"lh5.lzh", "lzh", OPEN(EXE)},
    {"lzma.7z", "7z", OPEN(EXE)},
    {"lzma.zip", "zip", OPEN(EXE)},
    {"masked-4.rar", "rar", "AES-128 | encrypted-names "},
    {"masked-5.rar", "rar", "AES-256 | encrypted-names "},
    {"mszip.cab", "cab",
     " | double-extension folder\\offer.pdf.exe | program folder\\offer.pdf.exe / big.txt 63000:"
     " / folder\\offer.pdf.exe 82:pe"},
    {"names.zip", "zip",
     " | bidi-name invoice<U+202E>fdp.scr | program invoice<U+202E>fdp.scr | spaced-name photo.jpg                                        .exe"
     " | double-extension photo.jpg                                        .exe"
     " | program photo.jpg                                        .exe"
     " | program picture.jpg"
     " | type-mismatch picture.jpg"
     " | double-extension scan.pdf.html"
     " | script run.js"
     " / invoice<U+202E>fdp.scr 82:pe"
     " / photo.jpg                                        .exe 82:pe"
     " / picture.jpg 82:pe"
     " / list.csv 42:"
     " / scan.pdf.html 6:html"
     " / run.js 1:js"
     " / plan.docx 150:zip"
     " / plan.docx/a.txt 42:"
     " / note.pdf 9:pdf"},
    {"nested.zip", "zip",
     " | program level1.zip/level0.zip/deep.exe / level1.zip 314:zip / level1.zip/level0.zip 196:zip"
     " / level1.zip/level0.zip/deep.exe 82:pe"},
    {"no-file.7z", "7z", ""},
    {"one.txt.bz2", "bzip2", " / one.txt 42:"},
    {"one.txt.gz", "gzip", " / one.txt 42:"},
    {"one.txt.xz", "xz", " / one.txt 42:"},
    {"overlapping.zip", "zip", " | hidden-entries  | overlapping-entries  / a.txt 42: / b.txt 42: / b.txt 42:"},
    {"packed-4.rar", "rar",
     " | double-extension folder/offer.pdf.exe | program folder/offer.pdf.exe / notes.txt 42 / folder/offer.pdf.exe 82"},
    {"packed-5.rar", "rar", OPEN(EXE) " / big.txt 4200:"},
    {"packed-header.7z", "7z", OPEN(EXE)},
    {"packed.arj", "arj",
     " | double-extension folder/offer.pdf.exe | program folder/offer.pdf.exe / notes.txt 42 / folder/offer.pdf.exe 82"},
    {"padded-5.rar", "rar", " | padded big.doc / big.doc 314572800"},
    {"padded.zip", "zip", " | padded report.doc / report.doc 524288000:"},
    {"pax.tar", "tar", OPEN(EXE) " / " LONG " 42:"},
    {"plain.arj", "arj", OPEN(EXE)},
    {"plain.iso", "iso",
     " | double-extension FOLDER/OFFER.PDF.EXE | program FOLDER/OFFER.PDF.EXE | disk-image  / NOTES.TXT 42:"
     " / FOLDER/OFFER.PDF.EXE 82:pe"},
    {"rar-in-zip.zip", "zip",
     " | encrypted-inside inner.rar | double-extension inner.rar/folder/offer.pdf.exe | program inner.rar/folder/offer.pdf.exe"
     " / inner.rar 305:rar"
     " / inner.rar/notes.txt 42*"
     " / inner.rar/folder/offer.pdf.exe 82*"},
    {"stored-4.rar", "rar", OPEN(EXE)},
    {"stored-5.rar", "rar", OPEN(EXE)},
    {"stored.cab", "cab", OPEN("folder\\offer.pdf.exe")},
    {"stored.zip", "zip", OPEN(EXE)},
    {"too-deep.zip", "zip",
     " / level3.zip 550:zip / level3.zip/level2.zip 432:zip / level3.zip/level2.zip/level1.zip 314:zip"
     " / level3.zip/level2.zip/level1.zip/level0.zip 196:zip"},
    {"two.tgz", "gzip",
     " | double-extension two.tar/folder/offer.pdf.exe | program two.tar/folder/offer.pdf.exe / two.tar 10240:tar"
     " / two.tar/notes.txt 42:"
     " / two.tar/folder/offer.pdf.exe 82:pe"},
    {"x86.7z", "7z", OPEN(EXE)},
    {"zipcrypto.zip", "zip", "ZipCrypto" SHUT(EXE)},
};

static void tells_what_is_in_every_archive(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        read_file(arena_printf(arena, FOLDER "%s", rows[i].file).data, &content);
        struct attachment attachment = inspect(arena, rows[i].file, buf_span(&content));
        struct span found = render(arena, &attachment);
        if (!span_equal(found, span_of(rows[i].found)))
            print_message("%s:\n %.*s\n", rows[i].file, SPAN_ARGS(found));
        assert_true(span_equal(found, span_of(rows[i].found)));
        assert_true(span_equal(attachment.true_type, span_of(rows[i].type)));
        assert_int_equal(attachment.encrypted, attachment.encryption.size ? ATTACHMENT_ENCRYPTED_YES : ATTACHMENT_ENCRYPTED_NO);
    }
}

static void says_what_was_not_opened(void **state)
{
    (void)state;
    static const struct {
        const char *file, *limit;
    } limits[] = {
        {"packed-4.rar", "packed by a rare method were not unpacked"}, {"packed.arj", "ARJ archives are listed, not unpacked"},
        {"padded-5.rar", "blown up with filler were not unpacked"},
        {"too-deep.zip", "to a depth of 3"}, {"udf.iso", "UDF folders of the image were not read"},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        read_file(arena_printf(arena, FOLDER "%s", limits[i].file).data, &content);
        struct attachment attachment = inspect(arena, limits[i].file, buf_span(&content));
        assert_true(span_find(attachment.limits, span_of(limits[i].limit), 0) != SIZE_MAX);
    }
}

/* Reading a cut archive ends, stays in its bytes, and says that something was not read: it is never clean without a word. */
static void every_cut_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        BUF_LOCAL content = {0};
        ARENA_LOCAL arena = arena_open();
        read_file(arena_printf(arena, FOLDER "%s", rows[i].file).data, &content);
        size_t step = content.size > 2000 ? content.size / 400 : 1;
        ARENA_LOCAL kept = arena_open();
        struct attachment whole = inspect(kept, rows[i].file, buf_span(&content));
        struct span found = render(kept, &whole);
        for (size_t size = 0; size < content.size; size += step) {
            char *exact = malloc(size + 1);
            memcpy(exact, content.data, size);
            struct attachment cut = inspect(arena, rows[i].file, (struct span){exact, size});
            bool silent = cut.encrypted == ATTACHMENT_ENCRYPTED_NO && !cut.limits.size && span_equal(cut.true_type, whole.true_type);
            struct span left = render(arena, &cut);
            bool spoken = !silent || span_equal(left, found) || span_find(left, SPAN_LITERAL("hidden-entries"), 0) != SIZE_MAX;
            if (!spoken)
                print_message("%s cut to %zu of %zu: %.*s\n", rows[i].file, size, content.size, SPAN_ARGS(left));
            assert_true(spoken);
            free(exact);
            arena_reset(arena);
        }
    }
}

static void every_flip_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        BUF_LOCAL content = {0};
        ARENA_LOCAL arena = arena_open();
        read_file(arena_printf(arena, FOLDER "%s", rows[i].file).data, &content);
        size_t step = content.size > 2000 ? content.size / 500 : 1;
        for (size_t at = 0; at < content.size; at += step) {
            char old = content.data[at];
            content.data[at] = (char)(old ^ (at % 2 ? 0xff : 0x80));
            inspect(arena, rows[i].file, buf_span(&content));
            content.data[at] = old;
            arena_reset(arena);
        }
    }
}

/* What one inspection of hostile names finds: the facts, each once. */
static void names_tell(void **state)
{
    (void)state;
    static const struct {
        const char *name, *content, *found;
    } names[] = {
        {"report.pdf", "%PDF-1.4", ""},
        {"report.pdf", "<html>", " | type-mismatch "},
        {"table.xls", "<html>", ""},
        {"letter.doc", "{\\rtf1", ""},
        {"photo.jpg", "\x89PNG\r\n\x1a\n", ""},
        {"photo.jpg", "Rar!\x1a\x07\x01", " | type-mismatch "},
        {"archive.tar.gz", "x", ""},
        {"report.v2.1.docx", "x", ""},
        {"jquery.min.js", "x", " | script "},
        {"www.example.com", "x", ""},
        {"offer.pdf.com", "x", " | double-extension "},
        {"offer.xlsx.lnk", "x", " | double-extension  | shortcut "},
        {"offer.pdf.html", "<html>", " | double-extension "},
        {"notes.txt.html", "<html>", ""},
        {"page.html", "<html>", ""},
        {"\xd7\x97\xd7\xa9\xd7\x91\xd7\x95\xd7\x9f \xe2\x80\xab" "1.pdf", "%PDF-1", ""},
        {"a\xe2\x80\xae" "fdp.exe", "x", " | bidi-name  | program "},
        {"a\xe2\x80\xae" "exe.pdf", "%PDF-1", " | bidi-name "},
        {"a\xe2\x80\xab" "fdp.exe", "x", " | bidi-name  | program "},
        {"a          .pdf", "%PDF-1", " | spaced-name "},
        {"table of      2025.pdf", "%PDF-1", ""},
        {"a.pdf\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80.exe", "x",
         " | spaced-name  | double-extension  | program "},
        {"disk.img", "x", " | disk-image "},
        {"MZ.txt", "MZ is how this line begins", ""},
        {"", "x", ""},
        {".", "x", ""},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ARENA_LOCAL arena = arena_open();
        struct attachment attachment = inspect(arena, names[i].name, span_of(names[i].content));
        attachment.encryption = SPAN_NONE;
        attachment.member_count = 0;
        struct span found = render(arena, &attachment);
        if (!span_equal(found, span_of(names[i].found)))
            print_message("%s: %.*s\n", names[i].name, SPAN_ARGS(found));
        assert_true(span_equal(found, span_of(names[i].found)));
    }
}

/* 500 MB of zeros in an archive of some hundred KB: known by its directory, within 50 ms of CPU time. */
static void a_padded_document_is_cheap(void **state)
{
    (void)state;
    enum { PACKED = 624 * 1024 };
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL zip = {0}, content = {0};
    read_file(FOLDER "padded.zip", &content);
    struct span data = buf_span(&content);
    size_t directory = span_find(data, SPAN_LITERAL("PK\x01\x02"), 0), end = span_find(data, SPAN_LITERAL("PK\x05\x06"), 0);
    uint32_t packed = PACKED, at = (uint32_t)(directory - 4096 + PACKED);
    memcpy(content.data + 18, &packed, 4);
    memcpy(content.data + directory + 20, &packed, 4);
    memcpy(content.data + end + 16, &at, 4);
    buf_add(&zip, span_slice(data, 0, directory - 4096));
    buf_reserve(&zip, PACKED);
    memset(zip.data + zip.size, 0, PACKED);
    zip.size += PACKED;
    buf_add(&zip, span_slice(data, directory, SIZE_MAX));
    clock_t began = clock();
    struct attachment attachment = inspect(arena, "report.zip", buf_span(&zip));
    assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 0.05 * (1 + 9 * SANITIZED));
    assert_true(span_equal(render(arena, &attachment), SPAN_LITERAL(" | padded report.doc / report.doc 524288000:")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_is_in_every_archive), cmocka_unit_test(says_what_was_not_opened), cmocka_unit_test(every_cut_ends),
        cmocka_unit_test(every_flip_ends), cmocka_unit_test(names_tell), cmocka_unit_test(a_padded_document_is_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
