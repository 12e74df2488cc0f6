/* What a mail reports about another one, as fields of a record. */
#ifndef REPLYTRACE_RECORD_REPORT_H
#define REPLYTRACE_RECORD_REPORT_H

#include "model/message.h"
#include "scan/record_codec.h"

/* Behind the attachments of `message`, one of which may be named as the original. */
void record_report(struct record_codec *codec, struct message *message);

#endif
