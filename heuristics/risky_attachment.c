/* An attachment of a kind that runs, or carries what runs. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

struct risk {
    const char *ending;
    double weight;
};

/* By what payloads came as, 2019-2025: rarest in honest mail first. */
static const struct risk risks[] = {
    {".exe", 3.0}, {".scr", 3.0}, {".com", 3.0}, {".pif", 3.0}, {".bat", 3.0}, {".cmd", 3.0}, {".vbs", 3.0}, {".vbe", 3.0},
    {".js", 3.0}, {".jse", 3.0}, {".wsf", 3.0}, {".hta", 3.0}, {".ps1", 3.0}, {".lnk", 3.0}, {".iso", 3.0}, {".img", 3.0},
    {".vhd", 3.0}, {".vhdx", 3.0}, {".one", 3.0}, {".jar", 3.0}, {".appinstaller", 3.0}, {".xll", 3.0},
    {".docm", 2.0}, {".xlsm", 2.0}, {".xlsb", 2.0}, {".pptm", 2.0}, {".dotm", 2.0}, {".html", 2.0}, {".htm", 2.0},
    {".shtml", 2.0}, {".svg", 2.0}, {".xhtml", 2.0},
    {".doc", 1.0}, {".xls", 1.0}, {".rtf", 1.0}, {".ppt", 0.7}, {".zip", 0.7}, {".7z", 0.7}, {".rar", 0.7}, {".lzh", 0.7},
};

static const struct risk *risk_of(struct span name)
{
    for (size_t i = 0; i < sizeof risks / sizeof *risks; i++)
        if (span_ends_nocase(name, span_of(risks[i].ending)))
            return &risks[i];
    return NULL;
}

/* Keeps the heavier of what was found and this name. */
static void consider(struct span name, const struct risk **best, struct span *ret_name)
{
    const struct risk *risk = risk_of(span_trim(name));
    if (risk && (!*best || risk->weight > (*best)->weight)) {
        *best = risk;
        *ret_name = name;
    }
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    const struct risk *worst = NULL;
    struct span name = SPAN_NONE;
    (void)arena;
    if (suspicion->sender_own)
        return false;
    for (size_t i = 0; i < message->attachment_count; i++) {
        const struct attachment *attachment = &message->attachments[i];
        if (!attachment->inlined)
            consider(attachment->name, &worst, &name);
        for (size_t m = 0; m < attachment->member_count; m++)
            consider(attachment->members[m].name, &worst, &name);
    }
    if (!worst)
        return false;
    struct finding finding = {
        .says = N_("The attachment {file} is of a kind that runs or carries what runs."),
        .weight = suspicion->sender_established ? worst->weight * 0.4 : worst->weight,
    };
    heuristic_proof(&finding, "file", name);
    *ret_finding = finding;
    return true;
}

const struct heuristic risky_attachment = {
    .name = "risky_attachment",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An attachment, or an entry of an attached archive, that is a program, script, disk image, shortcut, HTML page or document "
                "with room for macros."),
    .why = N_("It is what the stolen reply wants to be opened. Old Office formats and archives are honest everyday mail too and weigh little."),
    .ask = ask,
};
