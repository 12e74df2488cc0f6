/* Tests of html_text.c: text, invisible text, quotes of the common mail programs, and HTML made to hurt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include <time.h>
#include "base/buf.h"
#include "base/limits.h"
#include "decode/html_text.h"

struct sample {
    const char *says;
    const char *html;
    const char *own;    /* own segments, each trimmed, joined by " // " */
    const char *quoted; /* the same of the quoted ones */
};

#define OUTLOOK_RULE "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"
#define OUTLOOK_BLOCK "<b>From:</b> Jo &lt;jo@x.example&gt;<br><b>Sent:</b> Tue<br><b>To:</b> Al<br><b>Subject:</b> S"
#define OUTLOOK_TEXT "From: Jo <jo@x.example>\nSent: Tue\nTo: Al\nSubject: S"
#define GMAIL_ATTR "<div class=\"gmail_attr\">On Tue, 1 Mar 2022, Jo &lt;jo@x.example&gt; wrote:<br></div>"
#define GMAIL_TEXT "On Tue, 1 Mar 2022, Jo <jo@x.example> wrote:"

static const struct sample samples[] = {
    {"plain", "<html><body><p>Hello <b>big</b>\n world</p></body></html>", "Hello big world", ""},
    {"no markup at all", "just words", "just words", ""},
    {"lines", "a<br>b<div>c</div>d<div><div>e</div></div>f", "a\nb\nc\nd\ne\nf", ""},
    {"paragraphs", "<p>a</p><p>b</p>", "a\n\nb", ""},
    {"Outlook's lines", "<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb", ""},
    {"list and table", "<ul><li>one<li>two</ul><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "- one\n- two\na\tb\nc", ""},
    {"pre", "<pre>a\n  b</pre><div style=\"white-space: pre-wrap\">c\nd</div>", "a\nb\nc\nd", ""},
    {"entities", "&lt;a&gt; &amp; b&nbsp;&nbsp;c &#12354;&#x3042; &eacute;", "<a> & b c ああ é", ""},
    {"charset in meta is not believed", "<meta charset=shift_jis><p>日本語</p>", "日本語", ""},
    {"head, style, script, comments", "<head><title>T</title><style>p{}</style></head><script>if(a<b){x>y}</script>a<!-- c <b -->b", "ab", ""},
    {"invisible text", "a<span style=\"DISPLAY : none\">x</span><p style=\"font-size:0px\">x</p><i style=\"visibility:hidden\">x</i>"
     "<u style=\"mso-hide:all\">x</u><b hidden>x</b><s style=\"opacity:0\">x<b>y</b></s>b", "a\n\nb", ""},
    {"small text is visible", "<p style=\"font-size:0.8em;opacity:0.5\">a</p>", "a", ""},
    {"zero-width characters", "in\u200Bvo\u00ADi\uFEFFce", "invoice", ""},
    {"link and its host", "see <a href=\"http://x.example/y\">this</a>.", "see this <https://x.example>.", ""},
    {"link that shows its host", "see <a href=\"http://x.example/y\">http://x.example/y</a>.", "see http://x.example/y.", ""},
    {"link with a user", "<a href=\"https://bank.example@x.example/\">pay</a>", "pay <https://x.example>", ""},
    {"link of an installer", "<a href=\"ms-appinstaller:?source=https://x.example/a.appinstaller\">Preview</a>", "Preview <ms-appinstaller:?source=https://x.example/a.appinstaller>", ""},
    {"link to an archive", "<a href=\"https://x.example/d/scan.zip?dl=1\">Open</a>", "Open <https://x.example/scan.zip>", ""},
    {"link that shows its host but not its file", "<a href=\"https://x.example/a.iso\">x.example</a>", "x.example <https://x.example/a.iso>", ""},
    {"link to a page", "<a href=\"https://x.example/d/scan.html\">Open</a>", "Open <https://x.example>", ""},
    {"link that shows another host", "<a href=\"https://x.example/\">https://bank.example/login</a>",
     "https://bank.example/login <https://x.example>", ""},
    {"links to one host", "<a href=\"http://x.example/1\">a</a> <a href=\"http://x.example/2\">b</a>", "a <https://x.example> b", ""},
    {"mail link", "<a href=\"mailto:a@x.example\">Ann</a>", "Ann", ""},
    {"text behind </html>", "<html><body>a</body></html><p>b</p>", "a\n\nb", ""},
    {"a stray end tag first", "</div></b>a<p>b", "a\n\nb", ""},
    {"head after body", "</x><html><head><title>T</title></head><body bgcolor=x><p>a</body>", "a", ""},
    {"Gmail reply", "<div>own</div><div class=\"gmail_quote\">" GMAIL_ATTR "<blockquote class=\"gmail_quote\">q</blockquote></div>", "own",
     GMAIL_TEXT "\nq"},
    {"Gmail, answers between", "<div class=\"gmail_quote\">" GMAIL_ATTR "<blockquote class=\"gmail_quote\">q</blockquote><div>own</div>"
     "<blockquote class=\"gmail_quote\">r</blockquote></div>sig", "own // sig", GMAIL_TEXT "\nq // r"},
    {"Gmail without gmail_attr", "own<div class=\"gmail_quote\">On Tue, 1 Mar 2022, Jo &lt;jo@x.example&gt; wrote:<br><blockquote "
     "class=\"gmail_quote\">q</blockquote></div>", "own", GMAIL_TEXT "\nq"},
    {"Gmail forward", "own<div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Forwarded message ---------<br>From: Jo<br></div>"
     "q<blockquote>r</blockquote>s</div>", "own", "---------- Forwarded message ---------\nFrom: Jo\nq\nr\ns"},
    {"Outlook's rule", "<p class=MsoNormal>own</p><div>" OUTLOOK_RULE "<p class=MsoNormal>" OUTLOOK_BLOCK "</p></div></div><p>q</p>", "own",
     OUTLOOK_TEXT "\n\nq"},
    {"Outlook on the web", "<div>own</div><div id=\"appendonsend\"></div><hr tabindex=\"-1\"><div id=\"divRplyFwdMsg\">" OUTLOOK_BLOCK
     "</div><div>q</div>", "own", OUTLOOK_TEXT "\nq"},
    {"Outlook's block without a mark", "<p>own</p><p>" OUTLOOK_BLOCK "</p><p>q</p>", "own", OUTLOOK_TEXT "\n\nq"},
    {"a gray line alone is none", "<div style=\"border-top:solid #E1E1E1 1px\">news</div>", "news", ""},
    {"Thunderbird", "own<div class=\"moz-cite-prefix\">Am 1.3.22 um 10:00 schrieb Jo:</div><blockquote type=\"cite\">q<p>q</p></blockquote>own",
     "own // own", "Am 1.3.22 um 10:00 schrieb Jo:\nq\n\nq"},
    {"Thunderbird, answer typed into the prefix", "<div class=\"moz-cite-prefix\">own<br><br>own<br><br>Am 1.3.22 um 10:00 schrieb Jo:<br></div>"
     "<blockquote type=\"cite\">q</blockquote>", "own\n\nown", "Am 1.3.22 um 10:00 schrieb Jo:\nq"},
    {"Thunderbird forward", "own<div class=\"moz-forward-container\">-------- Forwarded Message --------<table><tr><th>Subject: </th><td>S</td></tr>"
     "<tr><th>Date: </th><td>Tue</td></tr><tr><th>From: </th><td>Jo</td></tr></table>q</div>", "own",
     "-------- Forwarded Message --------\nSubject:\tS\nDate:\tTue\nFrom:\tJo\nq"},
    {"Gmail, written in the quote's container", "<div class=\"gmail_quote\">own<div>own</div></div>", "own\nown", ""},
    {"Outlook's mark above a new mail", "<div id=\"appendonsend\"></div><div>own</div>", "own", ""},
    {"Outlook's mark above a bare forward", "<div id=\"appendonsend\"></div><div>" OUTLOOK_BLOCK "</div>q", "", OUTLOOK_TEXT "\nq"},
    {"Yahoo", "own<div class=\"yahoo_quoted x\">q</div>own", "own // own", "q"},
    {"Outlook for Mac", "own<span id=\"OLK_SRC_BODY_SECTION\">q</span>", "own", "q"},
    {"border at the left", "own<blockquote style=\"margin:0; border-left: 1px solid #ccc\">q</blockquote>", "own", "q"},
    {"indented prose", "own<blockquote>still own</blockquote>", "own\nstill own", ""},
    {"blockquote below an attribution", "own<br>Jo wrote:<blockquote>q</blockquote>own", "own // own", "Jo wrote:\nq"},
    {"blockquote that begins with a block", "own<blockquote>" OUTLOOK_BLOCK "<p>q</p></blockquote>own", "own // own", OUTLOOK_TEXT "\n\nq"},
    {"nested quotes", "own<blockquote type=cite>q<blockquote type=cite>r</blockquote>q</blockquote>own", "own // own", "q\nr\nq"},
    {"angle marks within HTML", "own<br>&gt; q<br>own", "own // own", "> q"},
    {"Japanese block", "請求書です。<div>差出人: 山田 &lt;taro@x.example&gt;<br>送信日時: 2022年3月1日<br>宛先: 佐藤<br>件名: 見積<br><br>本文</div>",
     "請求書です。", "差出人: 山田 <taro@x.example>\n送信日時: 2022年3月1日\n宛先: 佐藤\n件名: 見積\n\n本文"},
};

static struct span joined(const struct html_text_result *result, enum segment_kind kind, struct buf *out)
{
    for (size_t i = 0; i < result->segment_count; i++) {
        struct span text = span_trim(result->segments[i].text);
        if (result->segments[i].kind != kind || !text.size)
            continue;
        if (out->size)
            buf_add(out, SPAN_LITERAL(" // "));
        buf_add(out, text);
    }
    return buf_span(out);
}

static void reads_every_sample(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL own = {0};
        BUF_LOCAL quoted = {0};
        struct html_text_result result;
        html_text(arena, span_of(samples[i].html), &result);
        if (span_equal(joined(&result, SEGMENT_OWN, &own), span_of(samples[i].own))
            && span_equal(joined(&result, SEGMENT_QUOTED, &quoted), span_of(samples[i].quoted)) && !result.cut)
            continue;
        failed++;
        print_error("%s:\n  own \"%.*s\"\n  quoted \"%.*s\"\n", samples[i].says, SPAN_ARGS(buf_span(&own)), SPAN_ARGS(buf_span(&quoted)));
    }
    assert_int_equal(failed, 0);
}

static void headers_are_told(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct html_text_result result;
    html_text(arena, span_of("own<div class=\"gmail_quote\">" GMAIL_ATTR "<blockquote class=\"gmail_quote\"><p>" OUTLOOK_BLOCK "</p>q</blockquote></div>"),
              &result);
    assert_int_equal(result.header_count, 2);
    assert_true(span_equal(result.headers[0].date_text, SPAN_LITERAL("Tue, 1 Mar 2022")));
    assert_true(span_equal(result.headers[1].subject, SPAN_LITERAL("S")));
    assert_true(span_equal(result.headers[1].from_addr, SPAN_LITERAL("jo@x.example")));
}

struct hostile {
    const char *before;
    const char *unit;
    size_t count;
    const char *more;       /* a second unit, as often */
    const char *after;
    bool cut;
    const char *found;      /* the text holds it */
};

static const struct hostile hostiles[] = {
    {"", "<div>", 200000, "", "end", true, "end"},
    {"", "<div>", LIMIT_HTML_DEPTH + 1, "", "end", true, "end"},
    {"", "<div>", LIMIT_HTML_DEPTH / 2, "</div>", "end", false, "end"},
    {"", "<b><i><span>", 70000, "", "end", true, "end"},
    {"", "<div>", 200000, "</span>", "end", true, "end"},
    {"", "<span>", 500, "</b>", "end", true, "end"},
    {"</b>", "</i>", 100000, "", "end", false, "end"},
    {"", "<font>", 100000, "</font>", "end", true, "end"},
    {"", "<table><tr><td>", 60000, "", "end", true, "end"},
    {"own", "<blockquote type=cite>", 5000, "", "end", true, "end"},
    {"own", "<blockquote>", 5000, "</blockquote>", "end", true, "end"},
    {"", "<div class=gmail_quote>", 5000, "", "end", true, "end"},
    {"own", "<blockquote type=cite>q</blockquote>own", 5000, "", "end", true, "end"},
    {"<a ", "x=1 ", 200000, "", ">end", true, "end"},
    {"<a ", "x=\"\"", 200000, "", ">end", true, "end"},
    {"", "word ", 1000000, "", "", true, "word"},
    {"", "<a", 500000, "", "", false, ""},
    {"", "<!--", 300000, "", "-->end", false, "end"},
    {"", "&x", 300000, "", "end", false, "end"},
    {"<script>", "x<y ", 300000, "", "</script>end", false, "end"},
    {"", "<p>", 100000, "", "end", false, "end"},
    {"", "<", 500000, "", " end", false, "end"},
};

static void hostile_html_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hostiles / sizeof *hostiles; i++) {
        const struct hostile *hostile = &hostiles[i];
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL html = {0};
        BUF_LOCAL text = {0};
        buf_add(&html, span_of(hostile->before));
        for (size_t n = 0; n < hostile->count; n++)
            buf_add(&html, span_of(hostile->unit));
        for (size_t n = 0; n < hostile->count; n++)
            buf_add(&html, span_of(hostile->more));
        buf_add(&html, span_of(hostile->after));
        struct html_text_result result;
        clock_t begin = clock();
        html_text(arena, buf_span(&html), &result);
        assert_true((clock() - begin) / CLOCKS_PER_SEC < 4);
        joined(&result, SEGMENT_OWN, &text);
        joined(&result, SEGMENT_QUOTED, &text);
        if (result.cut != hostile->cut || (*hostile->found && span_find(buf_span(&text), span_of(hostile->found), 0) == SIZE_MAX))
            fail_msg("%s%s...: cut %d, %zu bytes of text", hostile->before, hostile->unit, result.cut, text.size);
        assert_true(result.segment_count <= LIMIT_SEGMENTS);
        assert_true(text.size <= LIMIT_BODY_BYTES + 8 * LIMIT_SEGMENTS);
    }
}

static void nul_bytes_end_nothing(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL text = {0};
    struct html_text_result result;
    html_text(arena, SPAN_LITERAL("a\0b<p>c\0</p>d"), &result);
    assert_true(span_equal(joined(&result, SEGMENT_OWN, &text), SPAN_LITERAL("a b\n\nc\nd")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_sample),
        cmocka_unit_test(headers_are_told),
        cmocka_unit_test(hostile_html_is_read),
        cmocka_unit_test(nul_bytes_end_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
