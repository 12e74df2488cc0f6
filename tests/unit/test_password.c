/* Passwords in mail text: found where they are given, not where they are only talked of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/words.h"
#include "model/password.h"

static int open_words(void **state)
{
    struct words *words;
    struct err err;
    if (words_open(NULL, password_words(), &words, &err) != OUTCOME_OK) {
        print_message("%s\n", err.text);
        return -1;
    }
    *state = words;
    return 0;
}

static int close_words(void **state)
{
    words_close(*state);
    return 0;
}

static void finds_what_is_given(void **state)
{
    static const struct {
        const char *text, *password, *line;
    } rows[] = {
        {"解凍パスワードは「s1835」です", "s1835", "解凍パスワードは「s1835」です"},
        {"お世話になります。\nﾊﾟｽﾜｰﾄﾞ：nov123\n以上", "nov123", "パスワード:nov123"},
        {"PW: 4432", "4432", "PW: 4432"},
        {"ＰＷ：４４３２", "4432", "PW:4432"},
        {"解凍PW：hanako0301", "hanako0301", NULL},
        {"添付のPWは4432です。", "4432", NULL},
        {"zipパスワードとpasswordは同じです。解凍passwordは U22 です", "U22", NULL},
        {"パスワード 980", "980", "パスワード 980"},
        {"パスワード：　U22", "U22", NULL},
        {"ZIPファイルのパスワードは X353 になります。", "X353", NULL},
        {"パスワードはこちらになります。\n\n  s1835\n\n山田", "s1835", "s1835"},
        {"パスワード：\nabcxyz\n", "abcxyz", "abcxyz"},
        {"添付ファイルの暗証番号：826", "826", NULL},
        {"解凍パス：nov123", "nov123", NULL},
        {"「s1835」が解凍パスワードです。", "s1835", NULL},
        {"パスワード（解凍用）：abc123", "abc123", NULL},
        {"Zip file password: 4432", "4432", NULL},
        {"Archive password - 826", "826", NULL},
        {"Archive pass: 980\r\nRegards\r\n", "980", NULL},
        {"The password for the attached file is U22.", "U22", NULL},
        {"password is infected", "infected", NULL},
        {"Please use password \"hello\" to open it", "hello", NULL},
        {"Passcode = kT7$pq!z", "kT7$pq!z", NULL},
        {"4432 is the password", "4432", NULL},
        {"Password:\n\n747\n\nThanks", "747", "747"},
        {"Das Passwort lautet: X353", "X353", NULL},
        {"Passwort - 980", "980", NULL},
        {"Kennwort: Sommer", "Sommer", NULL},
        {"Le mot de passe est U22", "U22", NULL},
        {"Mot de passe : 4432", "4432", NULL},
        {"La contraseña es abc123", "abc123", NULL},
        {"Senha: 747", "747", NULL},
        {"解压密码：abc123", "abc123", NULL},
        {"비밀번호는 1234 입니다", "1234", NULL},
        {"пароль: 980", "980", NULL},
    };
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct password found;
        if (password_candidates(*state, arena, span_of(rows[i].text), &found, 1) != 1)
            fail_msg("'%s': nothing found", rows[i].text);
        if (!span_equal(found.word, span_of(rows[i].password)))
            fail_msg("'%s': found '%.*s'", rows[i].text, SPAN_ARGS(found.word));
        if (rows[i].line && !span_equal(found.line, span_of(rows[i].line)))
            fail_msg("'%s': line '%.*s'", rows[i].text, SPAN_ARGS(found.line));
    }
}

static void stays_silent_where_none_is_given(void **state)
{
    static const char *const rows[] = {
        "",
        "4432 U22 abc123",
        "パスワードは別途お送りいたします。\nTEL 03-1234-5678",
        "パスワードは後ほど別メールにてご連絡します。",
        "解凍パスワードは、次のメールでお知らせいたします。\n\nabc123",
        "パスワード付きZIPファイルを送ります。電話は 03-1234-5678 です。",
        "パスワードは2022年の社名です",
        "パスワードは8桁の数字です",
        "mypw123 is his account",
        "パスワードの件、承知しました。\n\n山田\n",
        "パスワードをお忘れの方はこちら: https://example.jp/reset?id=123",
        "The file is password protected.",
        "The password will be sent separately: see mail 2",
        "Your password has expired. Ticket 12345",
        "https://example.com/?password=abc123",
        "Please enter your password.\n\nRegards\nTaro",
        "Password: see below",
        "Please tell me the password\nTaro",
        "Passport: 1234567",
        "Zip Code: 77055",
        "Please pass it on (month/day)",
        "Your user id and password are provided below",
        "Das Passwort folgt separat",
        "Le mot de passe suivra dans un autre mail 2",
        "パスワード: invoice.zip",
        "Password required\n12/03/2022",
    };
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct password found;
        if (password_candidates(*state, arena, span_of(rows[i]), &found, 1) != 0)
            fail_msg("'%s': found '%.*s'", rows[i], SPAN_ARGS(found.word));
    }
}

static void gives_the_best_first(void **state)
{
    ARENA_LOCAL arena = arena_open();
    struct password found[4];
    size_t count = password_candidates(*state, arena, SPAN_LITERAL("PW 980\nPassword: U22\nパスワードは「best1」です\nPW: U22"), found, 4);
    assert_int_equal(count, 3);
    assert_true(span_equal(found[0].word, SPAN_LITERAL("best1")));
    assert_true(span_equal(found[1].word, SPAN_LITERAL("U22")));
    assert_true(span_equal(found[2].word, SPAN_LITERAL("980")));
    assert_int_equal(password_candidates(*state, arena, SPAN_LITERAL("PW 980"), found, 0), 0);
}

static void endless_text_ends(void **state)
{
    static char text[200000];
    ARENA_LOCAL arena = arena_open();
    struct password found[4];
    static const char *const pieces[] = {"password ", "パスワード", "\xff", "PW:", "「", "password is is is "};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        size_t size = strlen(pieces[i]);
        for (size_t at = 0; at < sizeof text; at++)
            text[at] = pieces[i][at % size];
        password_candidates(*state, arena, (struct span){text, sizeof text}, found, 4);
    }
}

static bool guesses(const struct words *words, const char *text, const char *word)
{
    ARENA_LOCAL arena = arena_open();
    struct password found[60];
    size_t count = password_guesses(words, arena, span_of(text), found, 60);
    for (size_t i = 0; i < count; i++)
        if (span_equal(found[i].word, span_of(word)))
            return true;
    return false;
}

static void guesses_what_may_be_one(void **state)
{
    static const char *const rows[][2] = {
        {"解凍の合言葉は御社の略称の英字 acme です", "acme"}, {"Password below, as agreed with Ken:\nthe usual one (tokyo-office)", "tokyo-office"},
        {"開封コード x7Gk2p をご利用ください", "x7Gk2p"}, {"本日 2022/03/04 付の書類です", "20220304"}, {"本日 2022-03-04 付の書類です", "0304"},
        {"パスワードは「合言葉2022」です", "合言葉2022"}, {"password is \"two words 1\"", "two words 1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!guesses(*state, rows[i][0], rows[i][1]))
            fail_msg("row %zu", i);
    assert_false(guesses(*state, "A mail of plain words, none of which is one.", "plain"));
    assert_false(guesses(*state, "see https://a.example/x7Gk2p", "https://a.example/x7Gk2p"));
}

/* What is given away comes before all guesses. */
static void guesses_come_last(void **state)
{
    ARENA_LOCAL arena = arena_open();
    struct password found[60];
    size_t count = password_guesses(*state, arena, SPAN_LITERAL("Order A77, B88b, C99c of 2022/03/04\nPW: 4432"), found, 60);
    assert_true(count > 3);
    assert_true(span_equal(found[0].word, SPAN_LITERAL("4432")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guesses_what_may_be_one), cmocka_unit_test(guesses_come_last), cmocka_unit_test(finds_what_is_given), cmocka_unit_test(stays_silent_where_none_is_given),
        cmocka_unit_test(gives_the_best_first), cmocka_unit_test(endless_text_ends),
    };
    return cmocka_run_group_tests(tests, open_words, close_words);
}
