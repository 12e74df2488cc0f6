/* Reads a date by the look of its pieces, in whatever order they come. */
#include "decode/mime_date.h"

#define DATE_BYTES 256      /* a longer field is no date from here on */
#define YEAR_FIRST 1900
#define YEAR_LAST 9999
#define ZONE_HOURS_MAX 23

struct date {
    int year, month, day; /* 0 = not seen; year -1 = not seen */
    int hour, minute, second;
    int zone;             /* minutes */
    bool has_time, has_zone, after_noon, before_noon;
};

struct lexer {
    struct span text;
    size_t at;
    bool month_before; /* the piece before was a month name: a following hyphen separates */
};

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static char peek(const struct lexer *lexer)
{
    return lexer->at < lexer->text.size ? lexer->text.data[lexer->at] : '\0';
}

static char peek_at(const struct lexer *lexer, size_t ahead)
{
    size_t at = lexer->at + ahead;
    return at < lexer->text.size ? lexer->text.data[at] : '\0';
}

/* The digits here as a number, at most 9 of them; *ret_digits says how many. */
static int take_number(struct lexer *lexer, int *ret_digits)
{
    int value = 0, digits = 0;
    for (; digit(peek(lexer)); lexer->at++)
        if (digits < 9) {
            value = value * 10 + (peek(lexer) - '0');
            digits++;
        }
    *ret_digits = digits;
    return value;
}

static struct span take_word(struct lexer *lexer)
{
    size_t start = lexer->at;
    while (letter(peek(lexer)))
        lexer->at++;
    return span_slice(lexer->text, start, lexer->at - start);
}

static void skip_comment(struct lexer *lexer)
{
    int open = 0;
    for (; lexer->at < lexer->text.size; lexer->at++) {
        char byte = peek(lexer);
        open += (byte == '(') - (byte == ')');
        if (open == 0) {
            lexer->at++;
            return;
        }
    }
}

static int month_of(struct span word)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (word.size < 3)
        return 0;
    for (int month = 0; month < 12; month++)
        if (span_equal_nocase(span_slice(word, 0, 3), (struct span){names + 3 * month, 3}))
            return month + 1;
    return 0;
}

static bool weekday(struct span word)
{
    static const char names[] = "sunmontuewedthufrisat";
    for (int day = 0; day < 7; day++)
        if (word.size >= 3 && span_equal_nocase(span_slice(word, 0, 3), (struct span){names + 3 * day, 3}))
            return true;
    return false;
}

/* RFC 5322 4.3 and the names that mailers write; an unknown name says nothing and counts as UTC. */
static bool zone_of(struct span word, int *ret_minutes)
{
    static const struct {
        char name[6];
        int minutes;
    } zones[] = {
        {"Z", 0}, {"UT", 0}, {"UTC", 0}, {"GMT", 0}, {"WET", 0}, {"EST", -300}, {"EDT", -240}, {"CST", -360}, {"CDT", -300},
        {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"BST", 60}, {"CET", 60}, {"MET", 60}, {"CEST", 120},
        {"MEST", 120}, {"EET", 120}, {"EEST", 180}, {"MSK", 180}, {"IST", 330}, {"SGT", 480}, {"HKT", 480}, {"JST", 540},
        {"KST", 540}, {"AEST", 600}, {"AEDT", 660}, {"NZST", 720}, {"NZDT", 780},
    };
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if ((word.data[0] & 0x5f) == zones[i].name[0] && span_equal_nocase(word, span_of(zones[i].name))) {
            *ret_minutes = zones[i].minutes;
            return true;
        }
    return false;
}

static void read_word(struct lexer *lexer, struct date *date)
{
    struct span word = take_word(lexer);
    int month = month_of(word), minutes;
    lexer->month_before = false;
    if (month && !date->month) {
        date->month = month;
        lexer->month_before = true;
    } else if (span_equal_nocase(word, SPAN_LITERAL("pm"))) {
        date->after_noon = true;
    } else if (span_equal_nocase(word, SPAN_LITERAL("am"))) {
        date->before_noon = true;
    } else if (!weekday(word) && !date->has_zone && date->has_time && zone_of(word, &minutes)) {
        date->zone = minutes;
        date->has_zone = peek(lexer) != '+' && peek(lexer) != '-'; /* GMT+0900: the number is meant */
    }
}

/* +0900, +09:00, +9 */
static void read_zone(struct lexer *lexer, struct date *date)
{
    int sign = peek(lexer) == '-' ? -1 : 1, digits, minutes = 0;
    lexer->at++;
    int value = take_number(lexer, &digits);
    int hours = digits > 2 ? value / 100 : value;
    if (digits > 2)
        minutes = value % 100;
    else if (peek(lexer) == ':' && digit(peek_at(lexer, 1))) {
        lexer->at++;
        minutes = take_number(lexer, &digits);
    }
    if (hours <= ZONE_HOURS_MAX && minutes < 60) {
        date->zone = sign * (hours * 60 + minutes);
        date->has_zone = true;
    }
}

/* The hour is read; minutes and seconds follow behind `:` or, in some locales, `.`. */
static void read_time(struct lexer *lexer, struct date *date, int hour)
{
    int digits;
    date->has_time = true;
    date->hour = hour;
    lexer->at++;
    date->minute = take_number(lexer, &digits);
    if ((peek(lexer) == ':' || peek(lexer) == '.') && digit(peek_at(lexer, 1))) {
        lexer->at++;
        date->second = take_number(lexer, &digits);
        if (peek(lexer) == '.' && digit(peek_at(lexer, 1))) {
            lexer->at++;
            take_number(lexer, &digits);
        }
    }
}

/* RFC 5322 4.3: two digits below 50 are this century, other two and three digits count from 1900. */
static int full_year(int value, int digits)
{
    if (digits >= 4)
        return value;
    return digits == 3 || value >= 50 ? value + 1900 : value + 2000;
}

/* 2022-03-01 and 2022/03/01 */
static bool read_iso(struct lexer *lexer, struct date *date, int year)
{
    char separator = peek(lexer);
    if ((separator != '-' && separator != '/') || !digit(peek_at(lexer, 1)))
        return false;
    int digits;
    lexer->at++;
    int month = take_number(lexer, &digits);
    if (peek(lexer) != separator)
        return false;
    lexer->at++;
    date->year = year;
    date->month = month;
    date->day = take_number(lexer, &digits);
    return true;
}

static void read_number(struct lexer *lexer, struct date *date)
{
    int digits;
    int value = take_number(lexer, &digits);
    bool dotted = peek(lexer) == '.' && digit(peek_at(lexer, 1)) && date->year >= 0;
    lexer->month_before = false;
    if (!date->has_time && digits <= 2 && ((peek(lexer) == ':' && digit(peek_at(lexer, 1))) || dotted)) {
        read_time(lexer, date, value);
        return;
    }
    if (digits == 4 && date->year < 0 && !date->month && read_iso(lexer, date, value))
        return;
    if (!date->day && digits <= 2)
        date->day = value;
    else if (date->year < 0)
        date->year = full_year(value, digits);
}

static void read_piece(struct lexer *lexer, struct date *date)
{
    char byte = peek(lexer);
    if (byte == '(')
        skip_comment(lexer);
    else if (digit(byte))
        read_number(lexer, date);
    else if (letter(byte))
        read_word(lexer, date);
    else if ((byte == '+' || byte == '-') && digit(peek_at(lexer, 1)) && date->has_time && !date->has_zone
             && !lexer->month_before)
        read_zone(lexer, date);
    else
        lexer->at++;
}

static int month_days(int year, int month)
{
    static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool possible(const struct date *date)
{
    return date->year >= YEAR_FIRST && date->year <= YEAR_LAST && date->month >= 1 && date->month <= 12 && date->day >= 1
        && date->day <= month_days(date->year, date->month) && date->hour < 24 && date->minute < 60 && date->second <= 60;
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar, counted in years that begin in March. */
static int64_t days_since_epoch(const struct date *date)
{
    int64_t year = date->year - (date->month <= 2);
    int64_t month = (date->month + 9) % 12;
    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date->day - 1 - 719468;
}

bool mime_date(struct span text, int64_t *ret_time, int *ret_zone)
{
    struct lexer lexer = {.text = span_slice(text, 0, DATE_BYTES)};
    struct date date = {.year = -1};
    while (lexer.at < lexer.text.size)
        read_piece(&lexer, &date);
    if (date.after_noon && date.hour < 12)
        date.hour += 12;
    if (date.before_noon && date.hour == 12)
        date.hour = 0;
    if (!possible(&date))
        return false;
    *ret_time = days_since_epoch(&date) * 86400 + date.hour * 3600 + date.minute * 60 + date.second - date.zone * 60;
    if (ret_zone)
        *ret_zone = date.zone;
    return true;
}
