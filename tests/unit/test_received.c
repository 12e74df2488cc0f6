/* Received fields of the world's servers against what each part says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "decode/received.h"

static const struct {
    const char *server;
    const char *value;
    const char *from, *name, *ip, *by, *with, *account;
    int64_t date;
} table[] = {
    {"postfix", "from mail.a.example (mx.a.example [192.0.2.1])\r\n\tby in.b.example (Postfix) with ESMTPS id 4K7\r\n\tfor <x@b.example>; "
     "Tue, 1 Mar 2022 10:00:00 +0900 (JST)",
     "mail.a.example", "mx.a.example", "192.0.2.1", "in.b.example", "ESMTPS", "", 1646096400},
    {"postfix, authenticated", "from [10.0.0.15] (unknown [198.51.100.7])\n\t(Authenticated sender: taro@c.example)\n\tby smtp.c.example (Postfix) "
     "with ESMTPSA id 1; Tue, 1 Mar 2022 10:00:00 +0000",
     "[10.0.0.15]", "unknown", "198.51.100.7", "smtp.c.example", "ESMTPSA", "taro@c.example", 1646128800},
    {"postfix, tls", "from a.example (a.example [IPv6:2001:db8::1]) (using TLSv1.3 with cipher X (256/256 bits)) by b.example (Postfix) with ESMTPS "
     "id 2; Tue, 1 Mar 2022 10:00:00 +0000",
     "a.example", "a.example", "2001:db8::1", "b.example", "ESMTPS", "", 1646128800},
    {"sendmail", "from a.example (root@h.a.example [192.0.2.1] (may be forged)) by b.example (8.14.4/8.14.4) with ESMTP id q for <x@b.example>; "
     "Tue, 1 Mar 2022 10:00:00 GMT",
     "a.example", "h.a.example", "192.0.2.1", "b.example", "ESMTP", "", 1646128800},
    {"sendmail, ident", "from a.example (IDENT:joe@h.a.example [192.0.2.1]) by b.example (8.9.3/8.9.3) with SMTP id z; 1 Mar 2022 10:00:00 -0000",
     "a.example", "h.a.example", "192.0.2.1", "b.example", "SMTP", "", 1646128800},
    {"exim", "from [192.0.2.1] (helo=pc) by b.example with esmtpsa (TLS1.2) (Exim 4.94) (envelope-from <x@y.example>) id 1; "
     "Tue, 01 Mar 2022 10:00:00 +0000",
     "pc", "", "192.0.2.1", "b.example", "esmtpsa", "", 1646128800},
    {"exim, named", "from h.a.example ([192.0.2.1]:25 helo=a.example) by b.example with esmtp (Exim 4.80) id 1; Tue, 01 Mar 2022 10:00:00 +0000",
     "a.example", "h.a.example", "192.0.2.1", "b.example", "esmtp", "", 1646128800},
    {"qmail", "from unknown (HELO a.example) (192.0.2.1)\n  by b.example with SMTP; 1 Mar 2022 10:00:00 -0000",
     "a.example", "unknown", "192.0.2.1", "b.example", "SMTP", "", 1646128800},
    {"qmail, authenticated", "from unknown (HELO pc) (taro@192.0.2.1) by b.example with ESMTPA; 1 Mar 2022 10:00:00 -0000",
     "pc", "unknown", "192.0.2.1", "b.example", "ESMTPA", "taro", 1646128800},
    {"qmail, authenticated by address", "from unknown (HELO [192.168.1.5]) (taro@c.example@198.51.100.7) by b.example with ESMTPA; 1 Mar 2022 10:00:00 -0000",
     "[192.168.1.5]", "unknown", "198.51.100.7", "b.example", "ESMTPA", "taro@c.example", 1646128800},
    {"qmail, local", "(qmail 12345 invoked by uid 89); 1 Mar 2022 10:00:00 -0000", "", "", "", "", "", "", 1646128800},
    {"exchange", "from A1.a.example (10.0.0.1) by B1.a.example\n (10.0.0.2) with Microsoft\n  SMTP Server (version=TLS1_2,\n cipher=X) id 15.1.1; "
     "Tue, 1 Mar 2022 10:00:00 +0000",
     "A1.a.example", "", "10.0.0.1", "B1.a.example", "Microsoft SMTP Server", "", 1646128800},
    {"exchange, mapi", "from A1.a.example ([fe80::1]) by A1.a.example ([fe80::1%3]) with mapi id 15.20.1; Tue, 1 Mar 2022 10:00:00 +0000",
     "A1.a.example", "", "fe80::1", "A1.a.example", "mapi", "", 1646128800},
    {"gmail", "from mail-f41.google.com (mail-f41.google.com. [192.0.2.41]) by mx.google.com with SMTPS id a1 for <x@b.example> (Google "
     "Transport Security); Tue, 01 Mar 2022 02:00:00 -0800 (PST)",
     "mail-f41.google.com", "mail-f41.google.com", "192.0.2.41", "mx.google.com", "SMTPS", "", 1646128800},
    {"gmail, inner", "by 2002:a17:906::1 with SMTP id c1csp; Tue, 1 Mar 2022 02:00:00 -0800 (PST)", "", "", "", "2002:a17:906::1", "SMTP", "", 1646128800},
    {"communigate", "from [192.0.2.1] (account taro@c.example HELO pc.local) by c.example (CommuniGate Pro SMTP 5) with ESMTPSA id 1; "
     "Tue, 01 Mar 2022 10:00:00 +0000",
     "pc.local", "", "192.0.2.1", "c.example", "ESMTPSA", "taro@c.example", 1646128800},
    {"no date", "from a by b with SMTP", "a", "", "", "b", "SMTP", "", MESSAGE_NO_DATE},
    {"empty", "", "", "", "", "", "", "", MESSAGE_NO_DATE},
    {"broken", "from ((((( [ by", "", "", "", "", "", "", MESSAGE_NO_DATE},
};

static void expect(const char *server, const char *part, struct span found, const char *expected)
{
    if (!span_equal(found, span_of(expected)))
        fail_msg("%s, %s: [%.*s] instead of [%s]", server, part, SPAN_ARGS(found), expected);
}

static void reads_every_server(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct received hop = received_parse(arena, span_of(table[i].value));
        expect(table[i].server, "from", hop.from, table[i].from);
        expect(table[i].server, "name", hop.from_name, table[i].name);
        expect(table[i].server, "ip", hop.from_ip, table[i].ip);
        expect(table[i].server, "by", hop.by, table[i].by);
        expect(table[i].server, "with", hop.with, table[i].with);
        expect(table[i].server, "account", hop.account, table[i].account);
        assert_int_equal(hop.date, table[i].date);
    }
}

static void survives_anything(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const char alphabet[] = "from by with ()[]<>;:=@.,\"\\ helo account\n\t\xff[IPv6:1";
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char text[60];
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        received_parse(arena, (struct span){text, (size_t)round % sizeof text});
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_server),
        cmocka_unit_test(survives_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
