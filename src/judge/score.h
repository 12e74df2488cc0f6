/* From findings to one score, its severity and the verdict of a single mail. */
#ifndef REPLYTRACE_SCORE_H
#define REPLYTRACE_SCORE_H

#include "judge/hit.h"

/* Log-odds over capped groups. High takes two groups at least: one kind of sign alone is never proof. */
#define SCORE_HIGH 6.0
#define SCORE_MEDIUM 4.0
#define SCORE_LOW 2.5

/* Sets score, severity, verdict and the order of findings. False: too little to be a hit. */
bool score_hit(struct hit *hit);

#endif
