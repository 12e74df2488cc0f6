/* Whose copy of a mail a thief had: gateways write a warning over mail from outside, so the copies of one mail differ. */
#ifndef REPLYTRACE_COPY_MARK_H
#define REPLYTRACE_COPY_MARK_H

#include "base/err.h"
#include "case/case_file.h"
#include "judge/stolen.h"

#define COPY_MARK_TOP 12  /* lines of the quote above the stolen message's words: its header block, no older reply */
#define COPY_MARK_OWN 4   /* first lines of our copy that may be a warning */
#define COPY_MARK_HITS 4  /* hits of one stolen message that are looked at */

/* own: the words of our stored copy; quoted: the quoted text of the hit. OURS: our copy bears the warning, and so does the quote;
   NOT_OURS: only one of them does; SILENT: neither, or they cannot be laid beside one another. The first line of the original below its
   warning must stand on top of the quote, under nothing but one header block: below an answer, somebody of ours may have quoted the warning
   in what went out. */
enum stolen_copy copy_mark_side(struct span own, struct span quoted);

/* Sets `copy` of each stolen message. Only mail that came from outside to one of ours is looked at; where hits differ it is SILENT. */
enum outcome copy_mark_find(struct case_file *file, const struct corpus *corpus, struct stolen_list *stolen, struct err *err);

#endif
