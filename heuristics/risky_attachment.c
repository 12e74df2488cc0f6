/* An attachment of a kind that runs, or carries what runs. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"
#include "model/risky_name.h"

/* The rarer in honest mail, the more. */
static const double weights[] = {
    [RISKY_NAME_ARCHIVE] = 0.7, [RISKY_NAME_DOCUMENT] = 1.0, [RISKY_NAME_PAGE] = 2.0, [RISKY_NAME_MACROS] = 2.0, [RISKY_NAME_RUNS] = 3.0};

/* By its bytes, whatever it is called. Pages are left to their names: mail programs attach bodies as HTML without one. */
static enum risky_name risky_type(struct span type)
{
    static const char *const runs[] = {"pe", "elf", "macho", "lnk", "chm", "jar", "msix", "iso", "udf", "vhd", "vhdx", "onenote"};
    static const char *const macros[] = {"docm", "xlsm", "pptm", "xlsb"};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        if (span_equal(type, span_of(runs[i])))
            return RISKY_NAME_RUNS;
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (span_equal(type, span_of(macros[i])))
            return RISKY_NAME_MACROS;
    return RISKY_NAME_NO;
}

/* Keeps the heavier of what was found and this name. */
static void consider(struct span name, struct span type, enum risky_name *best, struct span *ret_name)
{
    enum risky_name risk = risky_name(span_trim(name)), by_type = risky_type(type);
    risk = by_type > risk ? by_type : risk;
    if (risk > *best) {
        *best = risk;
        *ret_name = name;
    }
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    enum risky_name worst = RISKY_NAME_NO;
    struct span name = SPAN_NONE;
    (void)arena;
    if (suspicion->sender_own)
        return false;
    for (size_t i = 0; i < message->attachment_count; i++) {
        const struct attachment *attachment = &message->attachments[i];
        if (!attachment->inlined)
            consider(attachment->name, attachment->true_type, &worst, &name);
        for (size_t m = 0; m < attachment->member_count; m++)
            consider(attachment->members[m].name, attachment->members[m].true_type, &worst, &name);
    }
    if (worst == RISKY_NAME_NO)
        return false;
    struct finding finding = {
        .says = N_("The attachment {file} is of a kind that runs or carries what runs."),
        .weight = heuristic_trusted(suspicion) ? weights[worst] * 0.4 : weights[worst],
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
