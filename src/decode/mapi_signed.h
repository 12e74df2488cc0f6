/* Clear-signed mail in MAPI (MS-OXOSMIME 2.1.3.1): the whole mail stands, as MIME, in one attachment. */
#ifndef REPLYTRACE_MAPI_SIGNED_H
#define REPLYTRACE_MAPI_SIGNED_H

#include "base/arena.h"
#include "model/message.h"

/* Where *message is of class IPM.Note.SMIME.MultipartSigned and has its one attachment: body and attachments become those of
   the mail in it. Else nothing changes but that an S/MIME mail whose words were not found is noted to be one: opaque mail keeps them all
   in its attachment, encrypted or within a signature. */
void mapi_signed_open(struct arena *arena, unsigned depth, struct message *message);

#endif
