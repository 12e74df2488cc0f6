/* What people read: English in the source, said in their language by gettext (po/). Data (jsonl, the case) is never translated. */
#ifndef REPLYTRACE_I18N_H
#define REPLYTRACE_I18N_H

#include <libintl.h>

#define I18N_DOMAIN "replytrace"

#define _(text) gettext(text) /* translated here and now */
#define N_(text) text         /* marked for po/, translated where it is shown */

#endif
