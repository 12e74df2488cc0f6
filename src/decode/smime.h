/* Signed and encrypted mail (RFC 8551; in MAPI MS-OXOSMIME 2.1.3.1): the whole mail stands, as MIME, in one attachment. */
#ifndef REPLYTRACE_SMIME_H
#define REPLYTRACE_SMIME_H

#include "base/arena.h"
#include "model/message.h"

/* Where *message is nothing but a signature around a mail (application/pkcs7-mime with signed-data; MAPI classes IPM.Note.SMIME and
   IPM.Note.SMIME.MultipartSigned): its body and attachments become those of the mail within.
   Where a gateway put a text beside it, they stand behind that text. The signature is not verified: whoever
   signed stands in no certificate that we trust. What is encrypted, with S/MIME or PGP, or whose words are not found, is
   MESSAGE_CUT and noted: it cannot be read without the key. `depth` is that of *message. */
void smime_open(struct arena *arena, unsigned depth, struct message *message);

#endif
