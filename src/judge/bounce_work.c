/* Words of origins, and sentences of evidence. */
#include "judge/bounce_work.h"

#include "judge/judge_making.h"

const char *bounce_origin_word(enum bounce_origin origin)
{
    static const char *const words[BOUNCE_ORIGINS] = {"sent", "sent-by-intruder", "abused-account", "self-backscatter", "backscatter",
                                                      "fake-bounce", "unknown"};
    return words[origin];
}

const char *bounce_confidence_word(enum bounce_confidence confidence)
{
    static const char *const words[] = {"low", "medium", "high"};
    return words[confidence];
}

json_t *bounce_work_also(json_t *values, const char *key, struct span value)
{
    judge_making_value(values, key, value);
    return values;
}

json_t *bounce_work_value(const char *key, struct span value)
{
    return bounce_work_also(json_object(), key, value);
}

struct span bounce_work_number(const struct bounce_desk *desk, uint64_t number)
{
    return arena_printf(desk->arena, "%llu", (unsigned long long)number);
}

struct span bounce_work_host(const struct bounce_desk *desk, struct span ip, struct span name)
{
    if (!ip.size || !name.size || span_equal(ip, name))
        return ip.size ? ip : name.size ? name : SPAN_LITERAL("?");
    return arena_printf(desk->arena, "%.*s (%.*s)", SPAN_ARGS(ip), SPAN_ARGS(name));
}

void bounce_work_say(const struct bounce_desk *desk, struct bounce_work *work, const char *what, struct span line, bool decides,
                     const char *says, json_t *values)
{
    if (work->evidence_count == BOUNCE_WORK_EVIDENCE) {
        json_decref(values);
        return;
    }
    work->evidence[work->evidence_count++] = (struct case_bounce_evidence){
        span_of(what), judge_making_sentence(desk->arena, says, values), line, decides};
}
