/* Honorifics, titles, company forms and roles, in Latin and in Japanese script. */
#include "model/person_words.h"

#include <stddef.h>

#define MAX_TITLES 4         /* titles one behind the other: 代表取締役社長様 */
#define CHARACTER_BYTES 3    /* of every character in the lists below */

static const char *const latin_titles[] = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "herr",
    "frau", "hr", "fr", "monsieur", "madame", "mme", "mlle", "sr", "sra", "srta", "sig", "dott", "ing", "dipl", "jr",
    "ii", "iii", "phd", "md", "mba", "esq", "cpa", "san", "sama", "sensei", "dono", "buchou", "shachou",
    "ceo", "cto", "cfo", "coo", "cio", "vp", "president", "director", "manager", "mgr", "officer", "engineer", NULL};
static const char *const latin_companies[] = {"inc", "incorporated", "ltd", "limited", "llc", "llp", "gmbh", "mbh", "ag",
    "kg", "ohg", "co", "corp", "corporation", "company", "kk", "kabushiki", "kaisha", "sarl", "sas", "srl", "spa", "bv",
    "nv", "plc", "oy", "oyj", "aps", "pty", "pte", "sdn", "bhd", "holdings", "group", "bank", "university", "institute",
    NULL};
static const char *const latin_roles[] = {"sales", "info", "support", "admin", "administrator", "office", "service",
    "services", "team", "desk", "help", "helpdesk", "contact", "account", "accounts", "accounting", "billing", "invoice",
    "invoices", "hr", "marketing", "mail", "email", "reception", "noreply", "reply", "no", "webmaster", "postmaster",
    "mailer", "daemon", "news", "newsletter", "notification", "notifications", "customer", "order", "orders", "shop",
    "list", "system", "secretariat", "secretary", "staff", "department", "dept", "div", "division", "section", "press", "recruit", "recruiting", "jobs", "security", "scanner", "fax", "it", "the", NULL};

/* Japanese in Latin letters: in local parts only, for some of them are names as well. */
static const char *const romaji_roles[] = {"eigyo", "eigyou", "eigyobu", "soumu", "somu", "soumubu", "keiri", "keiribu", "jinji", "kouhou", "koho", "uketsuke",
    "toiawase", "otoiawase", "madoguchi", "jimu", "jimukyoku", "saiyo", "saiyou", "kaikei", "gyomu", "gyoumu", "hanbai", "koubai", "kobai", "shizai",
    "kanri", "gijutsu", "hinsho", "juchu", "jyuchu", "hacchu", "mitsumori", "houmu", "homu", NULL};

static const char *const cjk_titles[] = {"取締役", "代表", "社長", "副社長", "会長", "部長", "次長", "課長", "係長",
    "主任", "室長", "所長", "店長", "工場長", "本部長", "支店長", "局長", "院長", "校長", "園長", "組合長", "理事長", "理事",
    "専務", "常務", "執行役員", "監査役", "顧問", "主査", "主事", "主幹", "参事", "課長補佐", "補佐", "代理", "マネージャー",
    "マネジャー", "リーダー", "教授", "准教授", "講師", "医師", "弁護士", "税理士", "会計士", "司法書士", "行政書士", "先生",
    "様", "さま", "さん", "殿", "君", "くん", "ちゃん", "氏", "御中", "各位", "님", "先輩", NULL};
static const char *const cjk_companies[] = {"株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "財団法人",
    "社団法人", "医療法人", "学校法人", "社会福祉法人", "特定非営利活動法人", "独立行政法人", "弁護士法人", "税理士法人",
    "有限公司", "주식회사", NULL};
static const char *const cjk_company_ends[] = {"商事", "商会", "商店", "工業", "産業", "銀行", "大学", "病院", "製作所",
    "事務所", "建設", "電機", "電気", "印刷", "運輸", "物流", "製薬", "化学", "食品", "不動産", "信用金庫", "協会", "組合",
    "会社", "工務店", "ホールディングス", "グループ", "システムズ", "サービス", "市役所", "県庁", NULL};
static const char *const cjk_roles[] = {"営業", "総務", "経理", "人事", "受付", "担当", "担当者", "事務局", "サポート",
    "お問い合わせ", "お問合せ", "問い合わせ", "窓口", "管理者", "広報", "法務", "購買", "企画", "開発", "技術", "製造",
    "資材", "調達", "財務", "品質", "情報", "システム", "採用", "秘書", "お知らせ", "通知", "自動配信", "配信専用", "経由",
    "事業", "業務", "販売", "管理", "生産", "海外", "国際", "編集", "本社", "支社", "代表者", "カスタマー", "ニュース",
    "メールマガジン", "センター", NULL};
static const char *const cjk_departments[] = {"部", "課", "室", "係", "局", "本部", "チーム", "センター", "支店", "支社",
    "デスク", "担当", NULL};

static bool listed(struct span token, const char *const *list)
{
    for (; *list; list++)
        if (token.size && (*list)[0] == token.data[0] && span_equal(token, span_of(*list)))
            return true;
    return false;
}

static bool holds(struct span token, const char *const *list)
{
    for (; *list; list++)
        if (span_find(token, span_of(*list), 0) != (size_t)-1)
            return true;
    return false;
}

/* Bytes of the longest entry that `token` ends with. */
static size_t ending(struct span token, const char *const *list)
{
    size_t best = 0;
    for (; *list; list++) {
        struct span entry = span_of(*list);
        if (entry.size > best && span_ends_nocase(token, entry))
            best = entry.size;
    }
    return best;
}

enum person_word person_words_latin(struct span token)
{
    if (listed(token, latin_titles))
        return PERSON_WORD_TITLE;
    if (listed(token, latin_companies))
        return PERSON_WORD_COMPANY;
    return listed(token, latin_roles) ? PERSON_WORD_ROLE : PERSON_WORD_NAME;
}

bool person_words_role_local(struct span local)
{
    return person_words_latin(local) == PERSON_WORD_ROLE || listed(local, romaji_roles);
}

enum person_word person_words_cjk(struct span token)
{
    if (holds(token, cjk_companies))
        return PERSON_WORD_COMPANY;
    if (listed(token, cjk_roles) || (holds(token, cjk_roles) && ending(token, cjk_departments)))
        return PERSON_WORD_ROLE;
    if (ending(token, cjk_company_ends))
        return PERSON_WORD_COMPANY;
    return person_words_without_title(token).size ? PERSON_WORD_NAME : PERSON_WORD_TITLE;
}

struct span person_words_without_title(struct span token)
{
    for (int i = 0; i < MAX_TITLES; i++) {
        size_t title = ending(token, cjk_titles);
        if (title == token.size)
            return SPAN_NONE;
        size_t least = title > CHARACTER_BYTES ? CHARACTER_BYTES : 2 * CHARACTER_BYTES;
        if (title == 0 || token.size - title < least)
            return token;
        token.size -= title;
    }
    return token;
}
