/* No password first, then each word as the reader's and as the owner's. */
#include "inspect/open_pdf.h"

#include "inspect/candidate.h"
#include "inspect/pdf_lock.h"

void open_pdf(struct inspection *inspection, const struct inspected_file *file, struct span dictionary, struct span trailer)
{
    struct pdf_lock lock;
    if (!pdf_lock_read(inspection->arena, file->bytes, dictionary, trailer, &lock)) {
        inspection_limit(inspection, "no password is tried on this kind of encryption");
        return;
    }
    if (pdf_lock_try_user(&lock, SPAN_NONE) || pdf_lock_try_owner(&lock, SPAN_NONE)) {
        inspection_fact(inspection, file, ATTACHMENT_OPENS_WITHOUT_PASSWORD, SPAN_NONE);
        return;
    }
    struct candidates *candidates = arena_alloc(inspection->arena, sizeof *candidates);
    candidates_gather(inspection, lock.revision == 6 ? CANDIDATES_COSTLY : CANDIDATES_BYTES, candidates);
    for (size_t i = 0; i < candidates->count && !inspection_late(inspection); i++) {
        struct span word = candidates->list[i].bytes;
        if (!pdf_lock_try_user(&lock, word) && !pdf_lock_try_owner(&lock, word))
            continue;
        inspection_opened(inspection, file, &candidates->list[i].password);
        return;
    }
}
