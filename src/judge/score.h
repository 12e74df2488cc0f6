/* From findings to one score, its severity and the verdict of a single mail. */
#ifndef REPLYTRACE_SCORE_H
#define REPLYTRACE_SCORE_H

#include "heuristics/heuristic.h"
#include "judge/hit.h"

/* Log-odds over capped groups. High takes SCORE_HIGH and two groups that are strong enough for it: a stolen thread with any other
   sign, or a false name with a payload. A link or an old document beside a new address of a known person is never proof. */
#define SCORE_HIGH 6.0
#define SCORE_STRONG_THREAD 2.4
#define SCORE_STRONG_IDENTITY 3.0
#define SCORE_STRONG_PAYLOAD 2.0
#define SCORE_MEDIUM 4.0
#define SCORE_LOW 2.5

/* The group of the heuristic that found it. */
enum heuristic_group score_group(const struct finding *finding);

/* Sets score, severity, verdict and the order of findings. False: too little to be a hit by itself. */
bool score_hit(struct hit *hit);

#endif
