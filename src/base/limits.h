/* Every bound of the program, by name: what hostile input may cost. Reaching one is always reported, never silent. */
#ifndef REPLYTRACE_LIMITS_H
#define REPLYTRACE_LIMITS_H

/* Sizes are bytes unless the name says otherwise. */
#define LIMIT_ERR_TEXT 512                        /* one line of error text, NUL included */
#define LIMIT_MESSAGE_BYTES (256u * 1024 * 1024)  /* one raw RFC 5322 item that is taken into memory; the rest is cut and noted */
#define LIMIT_HEADER_BYTES (1024u * 1024)         /* header block of one mail that is interpreted */
#define LIMIT_HEADER_FIELDS 2000                  /* header fields of one mail */
#define LIMIT_ADDRESSES 4000                      /* addresses of one mail, all fields together */
#define LIMIT_REFERENCES 200                      /* message ids in References and In-Reply-To */
#define LIMIT_RECEIVED 64                         /* Received fields that are interpreted */
#define LIMIT_NESTING 32                          /* MIME parts within parts */
#define LIMIT_EMBEDDED_DEPTH 4                    /* message in message in message */
#define LIMIT_MULTIPARTS 100                      /* multipart containers of one mail */
#define LIMIT_DASH_LINES 1000000                  /* lines of one mail that begin with `--` and so may be boundaries */
#define LIMIT_PARTS 1000                          /* MIME parts of one mail */
#define LIMIT_ATTACHMENTS 500                     /* attachments of one mail */
#define LIMIT_ATTACHMENT_BYTES (64u * 1024 * 1024)/* decoded bytes of one attachment that are looked at */
#define LIMIT_BODY_BYTES (2u * 1024 * 1024)       /* body text of one mail that is decoded */
#define LIMIT_HTML_DEPTH 256                      /* open HTML elements that are remembered */
#define LIMIT_HTML_BYTES (16u * 1024 * 1024)      /* HTML of one body that is parsed */
#define LIMIT_HTML_OPEN 320                       /* open elements at which the HTML parser is made to forget them */
#define LIMIT_HTML_ATTRIBUTES 300                 /* blanks and values of one HTML tag; a tag with more is left out */
#define LIMIT_TEXT_KEPT (32u * 1024)              /* own, and again quoted, words of one mail that the case keeps */
#define LIMIT_SEGMENTS 400                        /* own and quoted pieces of one body */
#define LIMIT_QUOTE_HEADERS 100                   /* header blocks and attribution lines of one body that are kept */
#define LIMIT_DEFECTS 40                          /* defects noted for one mail */
#define LIMIT_FINGERPRINTS 20000                  /* fingerprints of one mail */
#define LIMIT_FIELD_BYTES 4000                    /* one subject, name or address as kept in the case */
#define LIMIT_FOLDER_DEPTH 64                     /* folders within folders of one store */
#define LIMIT_PATH_DEPTH 64                       /* directories within directories of one scan */
#define LIMIT_DIRECTORY_ENTRIES 5000000           /* names in one directory */
#define LIMIT_PLAN_NOTES 100                       /* files of one given folder that are named as left out; the rest is counted */
#define LIMIT_CUT_NOTES 100                        /* mails of one store that are named as read in part; the rest is counted */
#define LIMIT_CRASHES 20                           /* items in a row that may take a worker down before their store is given up */
#define LIMIT_WORKERS 64                           /* worker processes at once */
#define LIMIT_WORKER_MEMORY (1536ull * 1024 * 1024) /* address space of one worker */
#define LIMIT_INSPECTOR_MEMORY (256ull * 1024 * 1024) /* address space of a process that inspects single files */
#define LIMIT_YARA_MEMORY (512ull * 1024 * 1024)   /* and as much more where it has rules of the user, compiled, and their matches */
#define LIMIT_RECORD_BYTES (64u * 1024 * 1024)    /* one record that a worker hands to its parent */
#define LIMIT_OUTPUT_FACTOR 16                    /* a store's workers hand over so many times its size at most, */
#define LIMIT_OUTPUT_BYTES (256u * 1024 * 1024)   /* and this much in any case */
#define LIMIT_ARCHIVE_ENTRIES 1000                /* entries of one archive that are listed */
#define LIMIT_FACTS 200                           /* findings of one attachment that are kept */
#define LIMIT_RTF_DEPTH 256                      /* groups within groups of an RTF body */
#define LIMIT_RTF_FONTS 1024                     /* fonts of an RTF body that have a charset */
#define LIMIT_PST_DATA_BLOCKS 262144             /* blocks of one data tree of a PST */
#define LIMIT_PST_READ_TIMES 64                  /* a PST is read so many times over at most, all its blocks together */
#define LIMIT_PST_SUBNODES 200000                /* subnodes of one node of a PST */
#define LIMIT_MSG_BYTES (512u * 1024 * 1024)     /* one .msg file that is taken into memory */
#define LIMIT_MSG_ENTRIES 32768                  /* storages and streams of one .msg file */
#define LIMIT_MSG_SIBLINGS 8192                  /* of them in one storage: recipients, attachments, properties of one message */
#define LIMIT_PROPERTIES 4096                    /* MAPI properties of one item, recipient or attachment */
#define LIMIT_PROPERTY_BYTES (16u * 1024 * 1024) /* one MAPI property other than attachment data */
#define LIMIT_REPORT_RECIPIENTS 2000              /* recipients that one bounce speaks of */
#define LIMIT_RECIPIENTS 20000                   /* recipient rows of one item */
#define LIMIT_NAME_TOKENS 24                      /* words of one display name that are compared; the rest is left out */
#define LIMIT_ZIP_RECORDS 100000                  /* headers of one ZIP archive that are read, listed or not */
#define LIMIT_ZIP_TAIL (1024u * 1024)             /* bytes at the end of a ZIP archive searched for its end record */
#define LIMIT_ZIP_MEMBERS 2000000                 /* members of one ZIP archive of mail */
#define LIMIT_ZIP_DIRECTORY (384u * 1024 * 1024)  /* its directory in memory */
#define LIMIT_ZIP_STORES 20000                    /* stores within it that are read */
#define LIMIT_ZIP_FACTOR 250                      /* it unpacks to so many times its size at most, as does each member, */
#define LIMIT_ZIP_BYTES (64u * 1024 * 1024)       /* and to this much in any case */
#define LIMIT_ZIP_BID_BYTES (64u * 1024 * 1024)   /* unpacked to tell whether there is mail in it */
#define LIMIT_ZIP_DEPTH 1                         /* archives within archives that are opened */
#define LIMIT_SCRATCH_BYTES (2ull * 1024 * 1024 * 1024) /* one member that is unpacked in memory */
#define LIMIT_MEMBER_BYTES (2u * 1024 * 1024)     /* bytes of one archive member that are inflated */
#define LIMIT_INFLATED_BYTES (32u * 1024 * 1024)   /* bytes that are inflated for one mail, all its attachments together */
#define LIMIT_WORD_LISTS 160                      /* named lists of one file of patterns */
#define LIMIT_PATTERN_STEPS 200000                /* steps of PCRE2 in one search */
#define LIMIT_PASSWORDS 60                        /* password candidates of one mail */
#define LIMIT_REOPENED 5000                       /* mails of one case whose attachments are tried with words of neighbouring mails */
#define LIMIT_REOPEN_NEIGHBOURS 20                /* mails after such a mail, and again before it, whose words are tried */
#define LIMIT_PASSWORD_KEYS 200                   /* words announcing a password that are followed in one mail */

#endif
