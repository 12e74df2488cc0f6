/* Names of what reports are and say. */
#include "model/report_mail.h"

static const char *const kinds[REPORT_MAIL_KINDS] = {
    [REPORT_MAIL_BOUNCE] = "bounce",         [REPORT_MAIL_DELAY] = "delay",       [REPORT_MAIL_SUCCESS] = "success",
    [REPORT_MAIL_RECEIPT] = "receipt",       [REPORT_MAIL_AUTO_REPLY] = "auto-reply", [REPORT_MAIL_FEEDBACK] = "feedback",
    [REPORT_MAIL_CHALLENGE] = "challenge",   [REPORT_MAIL_LURE] = "lure",
};

static const char *const actions[REPORT_MAIL_ACTIONS] = {
    [REPORT_MAIL_ACTION_UNKNOWN] = "",     [REPORT_MAIL_FAILED] = "failed",   [REPORT_MAIL_DELAYED] = "delayed",
    [REPORT_MAIL_DELIVERED] = "delivered", [REPORT_MAIL_RELAYED] = "relayed", [REPORT_MAIL_EXPANDED] = "expanded",
};

const char *report_mail_kind_name(enum report_mail_kind kind)
{
    return kinds[kind];
}

const char *report_mail_action_name(enum report_mail_action action)
{
    return actions[action];
}

enum report_mail_action report_mail_action_named(struct span name)
{
    for (int action = REPORT_MAIL_FAILED; action < REPORT_MAIL_ACTIONS; action++)
        if (span_equal_nocase(name, span_of(actions[action])))
            return (enum report_mail_action)action;
    return REPORT_MAIL_ACTION_UNKNOWN;
}
