/* The table of reply-header labels and separators in 22 languages, and how a line is held against it. */
#include "decode/quote_labels.h"

#include "decode/quote_line.h"

enum {
    EN = 1 << 0, JA = 1 << 1, DE = 1 << 2, FR = 1 << 3, ES = 1 << 4, IT = 1 << 5, NL = 1 << 6, PT = 1 << 7,
    HANS = 1 << 8, HANT = 1 << 9, KO = 1 << 10, DA = 1 << 11, SV = 1 << 12, NB = 1 << 13, FI = 1 << 14, PL = 1 << 15,
    CS = 1 << 16, RU = 1 << 17, TR = 1 << 18, HU = 1 << 19, UK = 1 << 20, VI = 1 << 21,
};

static const struct quote_label labels[] = {
    {"From", QUOTE_FROM, EN | JA},
    {"Sent", QUOTE_SENT, EN | JA},
    {"Date", QUOTE_SENT, EN | JA | FR},
    {"To", QUOTE_TO, EN | JA},
    {"Cc", QUOTE_CC, EN | JA | DE | FR | ES | IT | NL | PT | DA | NB | HANS | HANT | KO | TR},
    {"Bcc", QUOTE_CC, EN | JA},
    {"Subject", QUOTE_SUBJECT, EN | JA},
    {"差出人", QUOTE_FROM, JA},
    {"送信者", QUOTE_FROM, JA},
    {"送信元", QUOTE_FROM, JA},
    {"発信者", QUOTE_FROM, JA},
    {"送信日時", QUOTE_SENT, JA},
    {"送信日", QUOTE_SENT, JA},
    {"日付", QUOTE_SENT, JA},
    {"日時", QUOTE_SENT, JA},
    {"宛先", QUOTE_TO, JA},
    {"宛て先", QUOTE_TO, JA},
    {"受信者", QUOTE_TO, JA},
    {"写し", QUOTE_CC, JA},
    {"件名", QUOTE_SUBJECT, JA},
    {"タイトル", QUOTE_SUBJECT, JA},
    {"Von", QUOTE_FROM, DE},
    {"Gesendet", QUOTE_SENT, DE},
    {"Datum", QUOTE_SENT, DE | NL | SV | CS},
    {"An", QUOTE_TO, DE},
    {"Kopie", QUOTE_CC, DE | CS},
    {"Betreff", QUOTE_SUBJECT, DE},
    {"De", QUOTE_FROM, FR | ES | PT},
    {"Envoyé le", QUOTE_SENT, FR},
    {"Envoyé", QUOTE_SENT, FR},
    {"À", QUOTE_TO, FR},
    {"A", QUOTE_TO, FR | IT},
    {"Pour", QUOTE_TO, FR},
    {"Copie à", QUOTE_CC, FR},
    {"Objet", QUOTE_SUBJECT, FR},
    {"Sujet", QUOTE_SUBJECT, FR},
    {"Enviado el", QUOTE_SENT, ES},
    {"Enviado em", QUOTE_SENT, PT},
    {"Enviada em", QUOTE_SENT, PT},
    {"Enviado", QUOTE_SENT, ES | PT},
    {"Enviada", QUOTE_SENT, PT},
    {"Fecha", QUOTE_SENT, ES},
    {"Data", QUOTE_SENT, IT | PT | PL},
    {"Para", QUOTE_TO, ES | PT},
    {"Asunto", QUOTE_SUBJECT, ES},
    {"Assunto", QUOTE_SUBJECT, PT},
    {"Da", QUOTE_FROM, IT},
    {"Inviato", QUOTE_SENT, IT},
    {"Oggetto", QUOTE_SUBJECT, IT},
    {"Van", QUOTE_FROM, NL},
    {"Verzonden", QUOTE_SENT, NL},
    {"Aan", QUOTE_TO, NL},
    {"Onderwerp", QUOTE_SUBJECT, NL},
    {"发件人", QUOTE_FROM, HANS},
    {"发送时间", QUOTE_SENT, HANS},
    {"发送日期", QUOTE_SENT, HANS},
    {"日期", QUOTE_SENT, HANS | HANT},
    {"收件人", QUOTE_TO, HANS},
    {"抄送", QUOTE_CC, HANS},
    {"主题", QUOTE_SUBJECT, HANS},
    {"寄件者", QUOTE_FROM, HANT},
    {"寄件人", QUOTE_FROM, HANT},
    {"寄件日期", QUOTE_SENT, HANT},
    {"收件者", QUOTE_TO, HANT},
    {"收件人", QUOTE_TO, HANT},
    {"副本", QUOTE_CC, HANT},
    {"主旨", QUOTE_SUBJECT, HANT},
    {"보낸 사람", QUOTE_FROM, KO},
    {"보낸사람", QUOTE_FROM, KO},
    {"보낸 날짜", QUOTE_SENT, KO},
    {"보낸날짜", QUOTE_SENT, KO},
    {"날짜", QUOTE_SENT, KO},
    {"받는 사람", QUOTE_TO, KO},
    {"받는사람", QUOTE_TO, KO},
    {"참조", QUOTE_CC, KO},
    {"제목", QUOTE_SUBJECT, KO},
    {"Fra", QUOTE_FROM, DA | NB},
    {"Sendt", QUOTE_SENT, DA | NB},
    {"Dato", QUOTE_SENT, DA | NB},
    {"Til", QUOTE_TO, DA | NB},
    {"Kopi", QUOTE_CC, DA | NB},
    {"Emne", QUOTE_SUBJECT, DA | NB},
    {"Från", QUOTE_FROM, SV},
    {"Skickat", QUOTE_SENT, SV},
    {"Till", QUOTE_TO, SV},
    {"Kopia", QUOTE_CC, SV},
    {"Ämne", QUOTE_SUBJECT, SV},
    {"Lähettäjä", QUOTE_FROM, FI},
    {"Lähetetty", QUOTE_SENT, FI},
    {"Päivämäärä", QUOTE_SENT, FI},
    {"Vastaanottaja", QUOTE_TO, FI},
    {"Kopio", QUOTE_CC, FI},
    {"Aihe", QUOTE_SUBJECT, FI},
    {"Od", QUOTE_FROM, PL | CS},
    {"Wysłano", QUOTE_SENT, PL},
    {"Do", QUOTE_TO, PL},
    {"DW", QUOTE_CC, PL},
    {"Temat", QUOTE_SUBJECT, PL},
    {"Odesláno", QUOTE_SENT, CS},
    {"Komu", QUOTE_TO, CS},
    {"Předmět", QUOTE_SUBJECT, CS},
    {"От кого", QUOTE_FROM, RU},
    {"От", QUOTE_FROM, RU},
    {"Отправлено", QUOTE_SENT, RU},
    {"Дата", QUOTE_SENT, RU | UK},
    {"Кому", QUOTE_TO, RU | UK},
    {"Копия", QUOTE_CC, RU},
    {"Тема", QUOTE_SUBJECT, RU | UK},
    {"Kimden", QUOTE_FROM, TR},
    {"Gönderen", QUOTE_FROM, TR},
    {"Gönderildi", QUOTE_SENT, TR},
    {"Tarih", QUOTE_SENT, TR},
    {"Kime", QUOTE_TO, TR},
    {"Bilgi", QUOTE_CC, TR},
    {"Konu", QUOTE_SUBJECT, TR},
    {"Feladó", QUOTE_FROM, HU},
    {"Elküldve", QUOTE_SENT, HU},
    {"Dátum", QUOTE_SENT, HU},
    {"Címzett", QUOTE_TO, HU},
    {"Másolatot kap", QUOTE_CC, HU},
    {"Tárgy", QUOTE_SUBJECT, HU},
    {"Від", QUOTE_FROM, UK},
    {"Надіслано", QUOTE_SENT, UK},
    {"Копія", QUOTE_CC, UK},
    {"Từ", QUOTE_FROM, VI},
    {"Đã gửi", QUOTE_SENT, VI},
    {"Ngày", QUOTE_SENT, VI},
    {"Tới", QUOTE_TO, VI},
    {"Đến", QUOTE_TO, VI},
    {"Chủ đề", QUOTE_SUBJECT, VI},
};

/* Every byte of 0xC2 to 0xF4 passes: a line that starts outside ASCII is rare where speed matters. */
static const bool first_bytes[128] = {
    ['*'] = true, ['A'] = true, ['B'] = true, ['C'] = true, ['D'] = true, ['E'] = true, ['F'] = true, ['G'] = true,
    ['I'] = true, ['K'] = true, ['L'] = true, ['M'] = true, ['N'] = true, ['O'] = true, ['P'] = true, ['S'] = true,
    ['T'] = true, ['V'] = true, ['W'] = true, ['a'] = true, ['b'] = true, ['c'] = true, ['d'] = true, ['e'] = true,
    ['f'] = true, ['g'] = true, ['i'] = true, ['k'] = true, ['l'] = true, ['m'] = true, ['n'] = true, ['o'] = true,
    ['p'] = true, ['s'] = true, ['t'] = true, ['v'] = true, ['w'] = true,
};

#define LABEL_REACH 40 /* bytes of a line in which the colon behind a label must stand */

const struct quote_label *quote_labels_table(size_t *ret_count)
{
    *ret_count = sizeof labels / sizeof *labels;
    return labels;
}

bool quote_labels_first_byte(char byte)
{
    unsigned char value = (unsigned char)byte;
    return value >= 0x80 ? value >= 0xC2 : first_bytes[value];
}

static struct span without_stars(struct span text)
{
    text = quote_line_trim(text);
    while (text.size && text.data[0] == '*')
        text = quote_line_trim(span_slice(text, 1, text.size));
    return text;
}

/* The rest behind the colon, or false where none stands at the start of `text`. */
static bool take_colon(struct span text, struct span *ret_rest)
{
    text = without_stars(text);
    struct span wide = SPAN_LITERAL("\uFF1A");
    size_t size = text.size && text.data[0] == ':' ? 1 : span_starts(text, wide) ? wide.size : 0;
    if (!size)
        return false;
    *ret_rest = without_stars(span_slice(text, size, text.size));
    return true;
}

/* Most lines end here, so no more than this is done for them. */
static bool colon_near(struct span line)
{
    size_t reach = line.size < LABEL_REACH ? line.size : LABEL_REACH;
    if (memchr(line.data, ':', reach))
        return true;
    const char *wide = memchr(line.data, '\xEF', reach);
    return wide && span_find(span_slice(line, 0, LABEL_REACH), SPAN_LITERAL("\uFF1A"), (size_t)(wide - line.data)) != SIZE_MAX;
}

const struct quote_label *quote_labels_match(struct span line, struct span *ret_value)
{
    if (!line.size || !quote_labels_first_byte(line.data[0]) || !colon_near(line))
        return NULL;
    line = without_stars(line);
    if (!line.size)
        return NULL;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if ((labels[i].text[0] ^ line.data[0]) & ~0x20) /* another letter in either case */
            continue;
        struct span label = span_of(labels[i].text);
        if (span_starts_nocase(line, label) && take_colon(span_slice(line, label.size, line.size), ret_value))
            return &labels[i];
    }
    return NULL;
}

/* How the line starts once rule characters and blanks are taken off. These are announcements without dashes as well. */
static const char *const bare_separators[] = {
    "Forwarded message",
    "Begin forwarded message",
    "転送されたメッセージ",
    "Anfang der weitergeleiteten",
    "Début du message ",
    "Inicio del mensaje reenviado",
    "Inizio messaggio inoltrato",
    "Begin doorgestuurd bericht",
    "Início da mensagem reencaminhada",
    "Vidarebefordrat meddelande",
};

static const char *const dashed_separators[] = {
    "Original Message",
    "Original Appointment",
    "Reply Message",
    "Forwarded by ",
    "Message original",
    "元のメッセージ",
    "元のメール",
    "オリジナルメッセージ",
    "転送メッセージ",
    "転送元メッセージ",
    "引用元メッセージ",
    "Ursprüngliche Nachricht",
    "Ursprünglicher Termin",
    "Original-Nachricht",
    "Originalnachricht",
    "Weitergeleitete Nachricht",
    "Message d'origine",
    "Message d\u2019origine",
    "Message transféré",
    "Mensaje original",
    "Mensaje reenviado",
    "Messaggio originale",
    "Messaggio inoltrato",
    "Oorspronkelijk bericht",
    "Origineel bericht",
    "Doorgestuurd bericht",
    "Mensagem original",
    "Mensagem encaminhada",
    "邮件原件",
    "原始邮件",
    "转发的邮件",
    "转发邮件",
    "原始郵件",
    "轉寄郵件",
    "원본 메시지",
    "원본 메일",
    "전달된 메시지",
    "Oprindelig meddelelse",
    "Oprindelig besked",
    "Videresendt meddelelse",
    "Ursprungligt meddelande",
    "Opprinnelig melding",
    "Videresendt melding",
    "Alkuperäinen viesti",
    "Wiadomość oryginalna",
    "Treść przekazanej wiadomości",
    "Původní zpráva",
    "Исходное сообщение",
    "Пересылаемое сообщение",
    "Пересланное сообщение",
    "Orijinal İleti",
    "Eredeti üzenet",
};

#define SEPARATOR_BYTES 200 /* a longer line is prose */

static bool rule_byte(char byte)
{
    return byte == '-' || byte == '_' || byte == '=' || byte == '*' || byte == '~';
}

bool quote_labels_rule(struct span line)
{
    if (line.size < 5)
        return false;
    for (size_t i = 0; i < line.size; i++)
        if (!rule_byte(line.data[i]))
            return false;
    return true;
}

/* Rule characters and blanks in front; the count of the former. */
static size_t take_rule(struct span *line)
{
    size_t count = 0;
    while (line->size && (rule_byte(line->data[0]) || line->data[0] == ' ' || span_starts(*line, SPAN_LITERAL("\u2014")))) {
        count += line->data[0] != ' ';
        *line = span_slice(*line, line->data[0] == '\xE2' ? 3 : 1, line->size);
    }
    return count;
}

/* Without dashes in front a separator ends in a colon, or is not in ASCII. */
static bool may_separate(struct span line)
{
    return line.size >= 6 && line.size <= SEPARATOR_BYTES
        && (rule_byte(line.data[0]) || line.data[line.size - 1] == ':' || (unsigned char)line.data[0] >= 0x80);
}

static bool starts_with_one_of(struct span line, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_may_be_same(texts[i], line.data, line.size) && span_starts_nocase(line, span_of(texts[i])))
            return true;
    return false;
}

enum quote_separator quote_labels_separator(struct span line)
{
    if (!may_separate(line))
        return QUOTE_SEPARATOR_NONE;
    bool dashed = take_rule(&line) >= 2;
    line = quote_line_trim(line);
    bool found = line.size && starts_with_one_of(line, bare_separators, sizeof bare_separators / sizeof *bare_separators);
    if (line.size && !found && dashed)
        found = starts_with_one_of(line, dashed_separators, sizeof dashed_separators / sizeof *dashed_separators);
    if (!found)
        return QUOTE_SEPARATOR_NONE;
    return dashed ? QUOTE_SEPARATOR_CUTS : QUOTE_SEPARATOR_ANNOUNCES;
}
