#!/bin/sh
# Prints a fresh template (.pot) of everything that people read: extract.sh SOURCE_TREE
set -eu
cd "$1"
find src heuristics -name '*.c' -o -name '*.def' | LC_ALL=C sort |
    xgettext --files-from=- --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=ngettext:1,2 \
        --add-comments=TRANSLATORS --no-wrap --package-name=replytrace --copyright-holder='the replytrace authors' -o -
