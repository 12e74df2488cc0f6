/* Opens encrypted documents of Office with the passwords that the inspection knows, and with the one that Excel tries by itself. */
#ifndef REPLYTRACE_OPEN_OFFICE_H
#define REPLYTRACE_OPEN_OFFICE_H

#include "inspect/inspection.h"

/* The streams EncryptionInfo and EncryptedPackage of a document since 2007. True: *ret_document is what lay in it, a ZIP archive, whole. */
bool open_office_package(struct inspection *inspection, const struct inspected_file *file, struct span info, struct span package,
                         struct span *ret_document);

/* A workbook of Excel 97 to 2003 ([MS-XLS] 2.2.10): `stream` with its record FilePass. True: *ret_stream is the stream in the clear,
   of the same size, with a record in place of FilePass that readers pass over. */
bool open_office_workbook(struct inspection *inspection, const struct inspected_file *file, struct span stream, struct span *ret_stream);

/* A document of Word or PowerPoint before 2007: only the password is found, as macros in them are not encrypted. `info`: as
   office_lock_read() takes it. */
void open_office_verifier(struct inspection *inspection, const struct inspected_file *file, struct span info);

/* The CryptSession10Container of a stream PowerPoint Document, as open_office_verifier() takes it; empty when there is none. */
struct span open_office_session(struct span stream);

#endif
