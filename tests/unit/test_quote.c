/* Tests of quote.c: own words and quoted ones in many languages, interleaved, nested, and prose that must stay own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include <jansson.h>
#include <time.h>
#include "base/buf.h"
#include "base/limits.h"
#include "decode/quote.h"
#include "decode/quote_labels.h"

struct sample {
    const char *says;
    const char *text;
    const char *own;        /* the own segments joined and trimmed at both ends */
    const char *name;       /* of the first header; NULL: no header */
    const char *addr;
    const char *date;
    const char *subject;
};

static const struct sample samples[] = {
    {"nothing quoted", "Hello\n\nworld\n", "Hello\n\nworld", NULL, NULL, NULL, NULL},
    {"empty", "", "", NULL, NULL, NULL, NULL},
    {"signature stays own", "Hi\n\n-- \nJo\n", "Hi\n\n-- \nJo", NULL, NULL, NULL, NULL},
    {"answers between quotes are own", "> a?\nyes\n> b?\n>> c\nno\n", "yes\nno", NULL, NULL, NULL, NULL},
    {"marks with blanks between", "own\n> > > deep\n >more\n", "own", NULL, NULL, NULL, NULL},
    {"bars and full-width marks", "own\n| quoted\n|\n\uFF1E 引用\n", "own", NULL, NULL, NULL, NULL},
    {"a table is no quote", "| a | b |\n| 1 | 2 |\n", "| a | b |\n| 1 | 2 |", NULL, NULL, NULL, NULL},
    {"mbox From escape is no quote", "own\n>From now on\n", "own\n>From now on", NULL, NULL, NULL, NULL},
    {"only quoted", "\n> a\n> b\n", "", NULL, NULL, NULL, NULL},
    {"English, prefixed", "Yes.\n\nOn Tue, 1 Mar 2022 at 10:00, Jo Doe <Jo@Example.com> wrote:\n> q\n\nafter\n", "Yes.\n\nafter",
     "Jo Doe", "jo@example.com", "Tue, 1 Mar 2022 at 10:00", ""},
    {"English, wrapped over three lines", "Yes.\n\nOn Dec 16, 2011, at 12:47 PM, Corey Donohoe\n<c@d.example>\nwrote:\n\n> q\n",
     "Yes.", "Corey Donohoe", "c@d.example", "Dec 16, 2011, at 12:47 PM", ""},
    {"English, not prefixed: all the rest", "Yes.\n\nOn 3/1/2022 10:00 AM, Jo <jo@x.example> wrote:\n\nq\n\nq\n", "Yes.", "Jo",
     "jo@x.example", "3/1/2022 10:00 AM", ""},
    {"name alone, prefixed", "Jo Doe wrote:\n> q\nown\n", "own", "Jo Doe", "", "", ""},
    {"name alone, not prefixed, is prose", "As the poet wrote:\n\nmy words\n", "As the poet wrote:\n\nmy words", NULL, NULL, NULL, NULL},
    {"German", "Ja.\n\nAm 13.12.2017 um 21:11 schrieb Jo Doe <jo@x.example>:\n> q\n", "Ja.", "Jo Doe", "jo@x.example",
     "13.12.2017 um 21:11", ""},
    {"French", "Oui.\n\nLe lun. 15 nov. 2021 à 19:42, Jo Doe <jo@x.example>\na écrit :\n\nq\n", "Oui.", "Jo Doe", "jo@x.example",
     "lun. 15 nov. 2021 à 19:42", ""},
    {"Spanish", "Sí.\n\nEl mar, 1 mar 2022 a las 10:00, Jo (<jo@x.example>) escribió:\n\nq\n", "Sí.", "Jo", "jo@x.example",
     "mar, 1 mar 2022 a las 10:00", ""},
    {"Italian", "Va bene.\n\nIl giorno mar 1 mar 2022 alle ore 10:00 Jo <jo@x.example> ha scritto:\n> q\n", "Va bene.", "Jo",
     "jo@x.example", "mar 1 mar 2022 alle ore 10:00", ""},
    {"Dutch", "Goed.\n\nOp di 1 mrt. 2022 om 10:00 schreef Jo <jo@x.example>:\n\n> q\n", "Goed.", "Jo", "jo@x.example",
     "di 1 mrt. 2022 om 10:00", ""},
    {"Portuguese", "Sim.\n\nEm ter., 1 de mar. de 2022 às 10:00, Jo <jo@x.example> escreveu:\n\nq\n", "Sim.", "Jo", "jo@x.example",
     "ter., 1 de mar. de 2022 às 10:00", ""},
    {"Polish", "Tak.\n\nW dniu 2017-01-09 11:59:39 użytkownik Jo Doe <jo@x.example> napisał:\n\nq\n", "Tak.", "Jo Doe",
     "jo@x.example", "2017-01-09 11:59:39", ""},
    {"Swedish", "Ja.\n\nons 4 dec. 2024 kl. 20:42 skrev Jo Doe <jo@x.example>:\n\n> q\n", "Ja.", "Jo Doe", "jo@x.example",
     "ons 4 dec. 2024 kl. 20:42", ""},
    {"Russian, no verb", "Да.\n\nср, 30 апр. 2025\u202fг. в 15:19, Jo <jo@x.example>:\n\nq\n", "Да.", "Jo", "jo@x.example",
     "ср, 30 апр. 2025\u202fг. в 15:19", ""},
    {"Japanese, Gmail", "了解です。\n\n2022年3月1日(火) 10:00 山田太郎 <taro@x.example>:\n> 引用\n>\n> 引用\n\n以上\n", "了解です。\n\n以上",
     "山田太郎", "taro@x.example", "2022年3月1日(火) 10:00", ""},
    {"Japanese, Gmail, not prefixed", "了解です。\n\n2022年3月1日(火) 10:00 山田太郎 <taro@x.example>:\n\n引用\n", "了解です。", "山田太郎",
     "taro@x.example", "2022年3月1日(火) 10:00", ""},
    {"Japanese, written by", "はい。\n\n2013年4月9日火曜日、<taro@x.example>さんは書きました:\n> 引用\n", "はい。", "", "taro@x.example",
     "2013年4月9日火曜日", ""},
    {"Japanese, message of", "はい。\n\n2013/04/09 9:09、山田太郎 <taro@x.example> のメッセージ:\n\n> 引用\n", "はい。", "山田太郎",
     "taro@x.example", "2013/04/09 9:09", ""},
    {"Japanese, iOS", "はい。\n\n2022/03/01 10:00、山田太郎 <taro@x.example>のメール:\n\n> 引用\n", "はい。", "山田太郎", "taro@x.example",
     "2022/03/01 10:00", ""},
    {"Japanese, Becky", "はい。\n\nOn Tue, 1 Mar 2022 10:00:00 +0900\n山田太郎 <taro@x.example> wrote:\n\n> 引用\n", "はい。", "山田太郎",
     "taro@x.example", "Tue, 1 Mar 2022 10:00:00 +0900", ""},
    {"Chinese webmail", "好的。\n\n------------------\u00A0原始邮件\u00A0------------------\n发件人: \"王伟\"<wang@x.example>;\n发送时间: 2022年3月1日\n主题: 报价\n\n正文\n",
     "好的。", "王伟", "wang@x.example", "2022年3月1日", "报价"},
    {"Japanese, English verb", "はい。\n\n(2013/04/09 9:09), 山田太郎 wrote:\n> 引用\n", "はい。", "山田太郎", "", "2013/04/09 9:09", ""},
    {"Japanese, no colon", "はい。\n\n2013/4/9 山田太郎 <taro@x.example>\n> 引用\n", "はい。", "山田太郎", "taro@x.example", "2013/4/9", ""},
    {"Chinese", "好的。\n\n于 2022年3月1日 10:00，王伟 <wang@x.example> 写道：\n> 引用\n", "好的。", "王伟", "wang@x.example",
     "2022年3月1日 10:00", ""},
    {"Korean", "네.\n\n2022년 3월 1일 (화) 오전 10:00, 김철수 <kim@x.example>님이 작성:\n\n인용\n", "네.", "김철수", "kim@x.example",
     "2022년 3월 1일 (화) 오전 10:00", ""},
    {"Outlook, English", "See file.\n\nFrom: Jo Doe <Jo@x.example>\nSent: Tuesday, March 1, 2022 10:00 AM\nTo: Al\nSubject: Offer\n\nq\n",
     "See file.", "Jo Doe", "jo@x.example", "Tuesday, March 1, 2022 10:00 AM", "Offer"},
    {"Outlook, Sent before From", "See file.\n\nSent: Tuesday\nFrom: Jo <jo@x.example>\nTo: Al\nSubject: Offer\n\nq\n", "See file.", "Jo",
     "jo@x.example", "Tuesday", "Offer"},
    {"Outlook, Original Message", "Hi\n\n-----Original Message-----\nFrom: Jo [mailto:jo@x.example]\nSent: Tuesday\nTo: Al\nSubject: S\n\nq\n> d\nq\n",
     "Hi", "Jo", "jo@x.example", "Tuesday", "S"},
    {"Outlook, bold and ruled", "Hi\n\n________________________________\n*From:* Jo Doe <jo@x.example>\n*Sent:* Tuesday\n*To:* Al\n*Subject:* S\n\nq\n",
     "Hi", "Jo Doe", "jo@x.example", "Tuesday", "S"},
    {"wrapped values", "Hi\n\nFrom: Jo Doe\n <jo@x.example>\nSent: Tuesday\nTo: a@x.example; b@x.example;\n c@x.example\nSubject: long\n subject\nCc: Al\n\nq\n",
     "Hi", "Jo Doe", "jo@x.example", "Tuesday", "long subject"},
    {"Outlook, Japanese", "請求書です。\n\n差出人: 山田 太郎 <taro@x.example>\n送信日時: 2022年3月1日 10:00\n宛先: 佐藤\n件名: 見積\n\n本文\n", "請求書です。",
     "山田 太郎", "taro@x.example", "2022年3月1日 10:00", "見積"},
    {"Japanese, full-width colons and blanks", "はい。\n\n\u3000差出人\uFF1A山田\n\u3000日時\uFF1A2022年3月1日\n\u3000宛先\uFF1A佐藤\n\u3000件名\uFF1A見積\n本文\n",
     "はい。", "山田", "", "2022年3月1日", "見積"},
    {"Outlook, German", "Anbei.\n\nVon: Jo <jo@x.example>\nGesendet: Dienstag\nAn: Al\nBetreff: S\n\nq\n", "Anbei.", "Jo", "jo@x.example",
     "Dienstag", "S"},
    {"Outlook, French", "Voici.\n\nDe\u00A0: Jo <jo@x.example>\nEnvoyé\u00A0: mardi\nÀ\u00A0: Al\nObjet\u00A0: S\n\nq\n", "Voici.", "Jo",
     "jo@x.example", "mardi", "S"},
    {"Outlook, Spanish", "Adjunto.\n\nDe: Jo <jo@x.example>\nEnviado el: martes\nPara: Al\nAsunto: S\n\nq\n", "Adjunto.", "Jo", "jo@x.example",
     "martes", "S"},
    {"Outlook, Italian", "Ecco.\n\nDa: Jo <jo@x.example>\nInviato: martedì\nA: Al\nOggetto: S\n\nq\n", "Ecco.", "Jo", "jo@x.example", "martedì",
     "S"},
    {"Outlook, Dutch", "Hier.\n\nVan: Jo <jo@x.example>\nVerzonden: dinsdag\nAan: Al\nOnderwerp: S\n\nq\n", "Hier.", "Jo", "jo@x.example",
     "dinsdag", "S"},
    {"Outlook, Portuguese", "Segue.\n\nDe: Jo <jo@x.example>\nEnviada em: terça\nPara: Al\nAssunto: S\n\nq\n", "Segue.", "Jo", "jo@x.example",
     "terça", "S"},
    {"Outlook, simplified Chinese", "附件。\n\n发件人: 王伟 <wang@x.example>\n发送时间: 2022年3月1日\n收件人: 李\n主题: 报价\n\n正文\n", "附件。", "王伟",
     "wang@x.example", "2022年3月1日", "报价"},
    {"Outlook, traditional Chinese", "附件。\n\n寄件者: 王偉 <wang@x.example>\n寄件日期: 2022年3月1日\n收件者: 李\n主旨: 報價\n\n正文\n", "附件。", "王偉",
     "wang@x.example", "2022年3月1日", "報價"},
    {"Outlook, Korean", "첨부.\n\n보낸 사람: 김철수 <kim@x.example>\n보낸 날짜: 2022년 3월 1일\n받는 사람: 이\n제목: 견적\n\n본문\n", "첨부.", "김철수",
     "kim@x.example", "2022년 3월 1일", "견적"},
    {"Outlook, Danish", "Her.\n\nFra: Jo <jo@x.example>\nSendt: tirsdag\nTil: Al\nEmne: S\n\nq\n", "Her.", "Jo", "jo@x.example", "tirsdag", "S"},
    {"Outlook, Russian", "Вот.\n\nОт: Jo <jo@x.example>\nОтправлено: вторник\nКому: Al\nТема: S\n\nq\n", "Вот.", "Jo", "jo@x.example", "вторник",
     "S"},
    {"Lotus Notes", "own\n\nJo Doe/HOU/ECT\n03/01/2022 10:00 AM\nTo: Al/HOU/ECT@ECT\ncc: \nSubject: S\n\nq\n", "own", "Jo Doe", "",
     "03/01/2022 10:00 AM", "S"},
    {"Lotus Notes, name and date in one line", "own\n\nJo Doe@ECT on 03/01/2022 10:00:00 AM\nTo: Al/HOU/ECT@ECT\nSubject: S\n\nq\n", "own", "Jo Doe", "",
     "03/01/2022 10:00:00 AM", "S"},
    {"prose: To and Subject without a date", "Memo\nTo: all\nSubject: S\n\nwords\n", "Memo\nTo: all\nSubject: S\n\nwords", NULL, NULL, NULL, NULL},
    {"forwarded, two labels", "fyi\n\n---------- Forwarded message ---------\nFrom: Jo <jo@x.example>\nSubject: S\n\nq\n", "fyi", "Jo",
     "jo@x.example", "", "S"},
    {"forwarded, prefixed, words after", "fyi\n\nBegin forwarded message:\n\n> From: Jo <jo@x.example>\n> Date: Tuesday\n> To: Al\n> Subject: S\n>\n> q\n\nbye\n",
     "fyi\n\nbye", "Jo", "jo@x.example", "Tuesday", "S"},
    {"separator alone", "Hi\n\n----- Original Message -----\n\nq\n", "Hi", NULL, NULL, NULL, NULL},
    {"a block above a mail that begins with a quote", "own\n\nFrom: Jo\nSent: Tuesday\nTo: Al\nSubject: S\n\n> old\n\nq\n", "own", "Jo", "",
     "Tuesday", "S"},
    {"a block above prefixed lines", "own\n\nFrom: Jo\nSent: Tuesday\nTo: Al\nSubject: S\n\n> q\n> q\n> q\nown\n", "own\nown", "Jo", "",
     "Tuesday", "S"},
    {"an attribution, a snip, a quote", "On 1 Mar 2022, Jo wrote:\n[...]\n> q\nown\n", "[...]\nown", "Jo", "", "1 Mar 2022", ""},
    {"an attribution above an empty quote", "On 1 Mar 2022, Jo wrote:\n\n>\n\nown\n", "own", "Jo", "", "1 Mar 2022", ""},
    {"a block within a quote is told, not cut by", "own\n> From: Jo <jo@x.example>\n> Sent: Tuesday\n> To: Al\n> Subject: S\n> q\nown\n", "own\nown",
     "Jo", "jo@x.example", "Tuesday", "S"},
    {"prose: from a perspective", "From: my perspective this is\nTo: whom it may concern\nthanks\n",
     "From: my perspective this is\nTo: whom it may concern\nthanks", NULL, NULL, NULL, NULL},
    {"prose: a timetable", "From: Tokyo\nTo: Osaka\nDate: 3 May\n", "From: Tokyo\nTo: Osaka\nDate: 3 May", NULL, NULL, NULL, NULL},
    {"prose: labels of different languages", "From: x\nAsunto: y\nBetreff: z\nOggetto: w\n", "From: x\nAsunto: y\nBetreff: z\nOggetto: w",
     NULL, NULL, NULL, NULL},
    {"prose: labels far apart", "From: x\na\nb\nc\nd\ne\nf\ng\nh\ni\nTo: y\nSubject: z\n", "From: x\na\nb\nc\nd\ne\nf\ng\nh\ni\nTo: y\nSubject: z",
     NULL, NULL, NULL, NULL},
    {"prose: a date and a colon", "On Tuesday 3 May we meet at 10:00. Agenda:\n\n1. x\n", "On Tuesday 3 May we meet at 10:00. Agenda:\n\n1. x",
     NULL, NULL, NULL, NULL},
    {"prose: an address and a colon", "Please write to jo@x.example and say:\n\nhello\n", "Please write to jo@x.example and say:\n\nhello", NULL,
     NULL, NULL, NULL},
    {"CRLF", "own\r\n\r\nOn 1 Mar 2022, Jo <jo@x.example> wrote:\r\n\r\n> q\r\n", "own", "Jo", "jo@x.example", "1 Mar 2022", ""},
};

static struct span own_of(const struct quote_result *result, struct buf *own)
{
    for (size_t i = 0; i < result->segment_count; i++)
        if (result->segments[i].kind == SEGMENT_OWN)
            buf_add(own, span_trim(result->segments[i].text)), buf_add_byte(own, '\n');
    return span_trim(buf_span(own));
}

/* Blank lines do not count. */
static void squeeze(struct buf *text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text->size; i++)
        if (text->data[i] != '\r' && !(text->data[i] == '\n' && kept && text->data[kept - 1] == '\n'))
            text->data[kept++] = text->data[i];
    text->size = kept;
}

/* What the header promises of any text. */
static void check_promises(struct span text, const struct quote_result *result)
{
    const char *at = text.data;
    assert_true(result->segment_count <= LIMIT_SEGMENTS);
    assert_true(result->header_count <= LIMIT_QUOTE_HEADERS);
    for (size_t i = 0; i < result->segment_count; i++) {
        assert_ptr_equal(result->segments[i].text.data, at);
        assert_true(result->segments[i].text.size > 0);
        assert_true(i == 0 || result->segments[i].kind != result->segments[i - 1].kind);
        at += result->segments[i].text.size;
    }
    assert_ptr_equal(at, text.data + text.size);
}

static bool same(struct span found, const char *expected)
{
    return span_equal(found, span_of(expected));
}

static bool header_right(const struct sample *sample, const struct quote_result *result)
{
    if (!sample->name)
        return result->header_count == 0;
    const struct quote_header *header = result->headers;
    return result->header_count == 1 && same(header->from_name, sample->name) && same(header->from_addr, sample->addr)
        && same(header->date_text, sample->date) && same(header->subject, sample->subject);
}

static void sample_is_split(const struct sample *sample, unsigned *failed)
{
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL own = {0};
    BUF_LOCAL expected = {0};
    struct quote_result result;
    quote_split(arena, span_of(sample->text), &result);
    check_promises(span_of(sample->text), &result);
    own_of(&result, &own);
    squeeze(&own);
    buf_add(&expected, span_of(sample->own));
    squeeze(&expected);
    if (span_equal(span_trim(buf_span(&own)), buf_span(&expected)) && header_right(sample, &result))
        return;
    ++*failed;
    print_error("%s: own \"%.*s\", %zu headers\n", sample->says, SPAN_ARGS(buf_span(&own)), result.header_count);
    for (size_t i = 0; i < result.header_count; i++)
        print_error("  name \"%.*s\" addr \"%.*s\" date \"%.*s\" subject \"%.*s\"\n", SPAN_ARGS(result.headers[i].from_name),
                    SPAN_ARGS(result.headers[i].from_addr), SPAN_ARGS(result.headers[i].date_text), SPAN_ARGS(result.headers[i].subject));
}

static void splits_every_sample(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        sample_is_split(&samples[i], &failed);
    assert_int_equal(failed, 0);
}

static void every_label_passes_its_gate(void **state)
{
    (void)state;
    size_t count;
    const struct quote_label *labels = quote_labels_table(&count);
    for (size_t i = 0; i < count; i++) {
        BUF_LOCAL line = {0};
        buf_printf(&line, "*%s*\u00A0: value", labels[i].text);
        struct span value;
        assert_true(quote_labels_first_byte(labels[i].text[0]));
        const struct quote_label *found = quote_labels_match(buf_span(&line), &value);
        assert_non_null(found);
        assert_string_equal(found->text, labels[i].text);
        assert_true(span_equal(value, SPAN_LITERAL("value")));
    }
}

static void every_language_makes_a_block(void **state)
{
    (void)state;
    size_t count;
    const struct quote_label *labels = quote_labels_table(&count);
    for (unsigned language = 0; language < QUOTE_LANGUAGES; language++) {
        unsigned fields = 0;
        for (size_t i = 0; i < count; i++)
            if (labels[i].languages >> language & 1)
                fields |= 1u << labels[i].field;
        unsigned needed = 1u << QUOTE_FROM | 1u << QUOTE_SENT | 1u << QUOTE_TO | 1u << QUOTE_SUBJECT;
        assert_int_equal(fields & needed, needed);
    }
}

static void alternating_lines_reach_the_limit(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL text = {0};
    for (unsigned i = 0; i < 100000; i++)
        buf_add(&text, i % 2 ? SPAN_LITERAL("> quoted\n") : SPAN_LITERAL("own\n"));
    struct quote_result result;
    quote_split(arena, buf_span(&text), &result);
    check_promises(buf_span(&text), &result);
    assert_true(result.cut);
    assert_int_equal(result.segments[result.segment_count - 1].kind, SEGMENT_QUOTED);
}

static void many_headers_reach_the_limit(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL text = {0};
    for (unsigned i = 0; i < 1000; i++)
        buf_add(&text, SPAN_LITERAL("From: a@b.example\nSent: x\nTo: y\nSubject: z\n\nwords\n"));
    struct quote_result result;
    quote_split(arena, buf_span(&text), &result);
    check_promises(buf_span(&text), &result);
    assert_true(result.cut);
    assert_int_equal(result.header_count, LIMIT_QUOTE_HEADERS);
}

/* Input made to be slow: each must take linear time. */
static void hostile_text_is_quick(void **state)
{
    (void)state;
    static const char *const units[] = {"x", "> ", "From: ", "| ", "wrote:\n", "On 1 Mar 2022, a@b.example\n", "From: a@b\nSent:\n", "\n",
        "wrote:\n\n\n", "2022/1/1 ", "-----", "\u3000", "@", "a@", ">\n\n"};
    clock_t begin = clock();
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL text = {0};
        while (text.size < 1000000)
            buf_add(&text, span_of(units[i]));
        struct quote_result result;
        quote_split(arena, buf_span(&text), &result);
        check_promises(buf_span(&text), &result);
    }
    assert_true((clock() - begin) / CLOCKS_PER_SEC < 10);
}

static void regions_count_as_quoted(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL own = {0};
    struct span text = SPAN_LITERAL("own\nJo wrote:\nsure\nown\nAl wrote:\nunsure\nown\nindented\nown\n");
    const struct quote_region regions[] = {{14, 19, true}, {33, 40, false}, {44, 53, false}};
    struct quote_result result;
    quote_split_regions(arena, text, regions, 3, &result);
    check_promises(text, &result);
    assert_true(span_equal(own_of(&result, &own), SPAN_LITERAL("own\nown\nown\nindented\nown")));
    assert_int_equal(result.header_count, 2);
}

/* Letters, digits and bytes above ASCII of `text` as a multiset of words is too dear here: their plain run will do. */
static void add_letters(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80)
            buf_add_byte(out, (char)byte);
    }
}

static bool letters_equal(struct span own, const char *expected)
{
    BUF_LOCAL left = {0};
    BUF_LOCAL right = {0};
    add_letters(&left, own);
    add_letters(&right, span_of(expected));
    return span_equal(buf_span(&left), buf_span(&right));
}

/* Own words begin with the expected ones and what follows is a signature of at most 200 bytes. */
static bool letters_start(struct span own, const char *expected)
{
    BUF_LOCAL left = {0};
    BUF_LOCAL right = {0};
    add_letters(&left, own);
    add_letters(&right, span_of(expected));
    return span_starts(buf_span(&left), buf_span(&right)) && left.size <= right.size + 200;
}

static bool fragments_equal(struct span own, json_t *fragments)
{
    BUF_LOCAL expected = {0};
    size_t i;
    json_t *fragment;
    json_array_foreach(fragments, i, fragment) {
        const char *text = json_string_value(json_object_get(fragment, "text"));
        if (json_is_false(json_object_get(fragment, "quoted")) && text)
            buf_add(&expected, span_of(text));
    }
    buf_add_byte(&expected, '\0');
    return expected.size > 1 && letters_equal(own, expected.data);
}

static bool fixture_right(json_t *mail)
{
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL words = {0};
    struct quote_result result;
    const char *text = json_string_value(json_object_get(mail, "text"));
    quote_split(arena, span_of(text), &result);
    check_promises(span_of(text), &result);
    struct span own = own_of(&result, &words);
    static const char *const keys[] = {"reply", "reply_full"};
    for (size_t i = 0; i < 2; i++) {
        const char *expected = json_string_value(json_object_get(mail, keys[i]));
        if (expected && (letters_equal(own, expected) || letters_start(own, expected)))
            return true;
    }
    return fragments_equal(own, json_object_get(mail, "fragments"));
}

/* Mails from the test suites of reply parsers, which disagree among themselves about signatures and broken mails. */
static void fixtures_of_reply_parsers(void **state)
{
    (void)state;
    FILE *file = fopen(SHARED "/data/quotes/fixtures.jsonl", "r");
    if (!file) {
        print_message("skipped: no fixtures of reply parsers\n");
        skip();
    }
    unsigned right = 0, total = 0;
    for (json_t *mail; (mail = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL)) != NULL; json_decref(mail)) {
        const char *kind = json_string_value(json_object_get(mail, "kind"));
        if (!kind || strcmp(kind, "text") != 0)
            continue;
        total++;
        right += fixture_right(mail);
    }
    fclose(file);
    print_message("%u of %u mails of reply parsers split as expected\n", right, total);
    assert_true(total > 0 && right * 100 >= total * 85);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_every_sample),
        cmocka_unit_test(every_label_passes_its_gate),
        cmocka_unit_test(every_language_makes_a_block),
        cmocka_unit_test(alternating_lines_reach_the_limit),
        cmocka_unit_test(many_headers_reach_the_limit),
        cmocka_unit_test(hostile_text_is_quick),
        cmocka_unit_test(regions_count_as_quoted),
        cmocka_unit_test(fixtures_of_reply_parsers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
