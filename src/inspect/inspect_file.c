/* Type first, then the reader of that type. */
#include "inspect/inspect_file.h"

#include "inspect/format.h"
#include "inspect/kind_facts.h"
#include "inspect/padded.h"
#include "inspect/sniff.h"
#include "inspect/yara_look.h"

static void look_into(struct inspection *inspection, struct inspected_file *file)
{
    const struct inspect_format *format = format_find(file->type);
    if (!format || inspection_late(inspection))
        return;
    if (file->depth > INSPECTION_DEPTH)
        inspection_limit(inspection, "archives within archives are opened to a depth of 3");
    else
        format->inspect(inspection, file);
}

void inspect_file(struct inspection *inspection, struct inspected_file *file)
{
    file->type = span_of(sniff_type(file->bytes));
    yara_look(inspection, file, file->bytes);
    padded_inspect(inspection, file);
    look_into(inspection, file);
    kind_facts_of_type(inspection, file);
}
