/* Names of people: what is one person under many spellings, and what is no person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "model/person_name.h"

struct row {
    const char *name, *key;
};

static void check(const struct row *rows, size_t count)
{
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < count; i++) {
        struct span key = person_name_key(arena, span_of(rows[i].name));
        if (!span_equal(key, span_of(rows[i].key)))
            fail_msg("'%s': got '%.*s', expected '%s'", rows[i].name, SPAN_ARGS(key), rows[i].key);
    }
}
#define CHECK(rows) check(rows, sizeof rows / sizeof rows[0])

static void order_case_and_width_do_not_matter(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Taro YAMADA", "taro yamada"},       {"yamada, taro", "taro yamada"},    {"\"Yamada, Taro\"", "taro yamada"},
        {"Yamada Taro 様", "taro yamada"},    {"ＹＡＭＡＤＡ　Ｔａｒｏ", "taro yamada"}, {"taro.yamada", "taro yamada"},
        {"'Taro Yamada'", "taro yamada"},     {"[Taro Yamada]", "taro yamada"},   {"\"\"Taro Yamada\"\"", "taro yamada"},
        {"山田　太郎", "太郎山田"},           {"山田太郎", "太郎山田"},           {"山田 太郎 様", "太郎山田"},
        {"太郎　山田様", "太郎山田"},         {"ﾀﾛｳ ﾔﾏﾀﾞ", "ウヤマダタロ"},         {"山田, 太郎", "太郎山田"},
        {"ﾔﾏﾀﾞ ﾀﾛｳ", "ウヤマダタロ"},         {"ヤマダ・タロウ", "ウヤマダタロ"}, {"Jean-Luc O'Brien", "jeanluc obrien"},
        {"John Q. Public", "john public"},    {"Müller, Jörg", "jörg müller"},    {"김 철수", "김철수"},
    };
    CHECK(rows);
}

static void honorifics_and_titles_fall(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"山田太郎さん", "太郎山田"},     {"山田太郎部長", "太郎山田"},  {"代表取締役社長 山田太郎", "太郎山田"},
        {"山田太郎営業部長様", "営業山田太郎"}, {"Dr. Taro Yamada, PhD", "taro yamada"}, {"Mr. Taro Yamada", "taro yamada"},
        {"Yamada Taro-san", "tarosan yamada"}, {"Herr Jörg Müller", "jörg müller"}, {"林部長", "林"}, {"林様", "林様"},
    };
    CHECK(rows);
}

static void companies_and_posts_fall(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"山田 太郎/サンプル商事", "太郎山田"},       {"サンプル商事／山田 太郎", "太郎山田"},
        {"山田太郎／サンプル", "太郎山田"},           {"山田太郎（サンプル株式会社）", "太郎山田"},
        {"(株)サンプル 山田太郎", "太郎山田"},        {"㈱サンプル　山田太郎", "太郎山田"},
        {"株式会社サンプル 営業部 山田太郎", "太郎山田"}, {"山田太郎@サンプル", "太郎山田"},
        {"Yamada Taro (Sales)", "taro yamada"},       {"Yamada Taro / Sample Corp.", "taro yamada"},
        {"Yamada Taro, Sample Co., Ltd.", "taro yamada"}, {"Taro Yamada - Sales Dept", "taro yamada"},
        {"Yamada Taro 【営業】", "taro yamada"},      {"Yamada Taro 山田太郎", "太郎山田"},
        {"山田太郎 (Yamada Taro)", "太郎山田"},       {"長谷部 誠", "誠長谷部"},
    };
    CHECK(rows);
}

static void go_betweens_fall(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Taro Yamada via Sample List", "taro yamada"},
        {"山田太郎 (サンプルML 経由)", "太郎山田"},
        {"山田太郎 via サンプル", "太郎山田"},
        {"Taro Yamada on behalf of Sample", "taro yamada"},
    };
    CHECK(rows);
}

static void addresses_in_the_name_fall(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Taro Yamada <taro@example.jp>", "taro yamada"},
        {"<Taro Yamada> [taro@example.jp]", "taro yamada"},
        {"Taro Yamada taro@example.jp", "taro yamada"},
        {"山田太郎 taroⓐexample.jp", "太郎山田"},
        {"taro@example.jp", ""},
        {"'taro@example.jp'", ""},
        {"<taro@example.jp>", ""},
    };
    CHECK(rows);
}

static void what_is_no_person_has_no_key(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},        {"   ", ""},     {"Sales", ""},      {"info", ""},     {"営業", ""},       {"総務部", ""},
        {"Jo", ""},      {"12345", ""},   {"株式会社サンプル", ""}, {"サポートセンター", ""}, {"!!!", ""}, {"様", ""},
        {"Support Team", ""}, {"\xff\xfe", ""},
    };
    CHECK(rows);
}

static void only_full_names_are_distinct(void **state)
{
    (void)state;
    assert_true(person_name_distinct(SPAN_LITERAL("taro yamada")));
    assert_true(person_name_distinct(SPAN_LITERAL("山田太郎")));
    assert_true(person_name_distinct(SPAN_LITERAL("김철수")));
    assert_false(person_name_distinct(SPAN_LITERAL("john")));
    assert_false(person_name_distinct(SPAN_LITERAL("佐藤")));
    assert_false(person_name_distinct(SPAN_NONE));
}

static void endless_names_end(void **state)
{
    (void)state;
    char name[20000];
    for (size_t i = 0; i < sizeof name; i++)
        name[i] = "ab [(/,"[i % 7];
    ARENA_LOCAL arena = arena_open();
    person_name_key(arena, (struct span){name, sizeof name});
    memset(name, 'x', sizeof name);
    assert_true(person_name_key(arena, (struct span){name, sizeof name}).size <= 4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_case_and_width_do_not_matter), cmocka_unit_test(honorifics_and_titles_fall),
        cmocka_unit_test(companies_and_posts_fall), cmocka_unit_test(go_betweens_fall),
        cmocka_unit_test(addresses_in_the_name_fall), cmocka_unit_test(what_is_no_person_has_no_key),
        cmocka_unit_test(only_full_names_are_distinct), cmocka_unit_test(endless_names_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
