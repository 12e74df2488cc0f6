/* What LeakSanitizer passes over in fuzz targets: libgsf loses small pieces of a directory of a compound file that it gives up half-way, and
   its frames are not seen behind GLib's. Our own code never allocates through GLib. */
const char *__lsan_default_suppressions(void)
{
    return "leak:g_malloc\nleak:g_utf16_to_utf8\n";
}
