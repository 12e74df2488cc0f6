#!/bin/sh
# Brings every po/<language>.po up to the sources: new texts are added untranslated, gone ones removed.
set -eu
tree=$(cd "$(dirname "$0")/.." && pwd)
template=$(mktemp)
trap 'rm -f "$template"' EXIT
"$tree/po/extract.sh" "$tree" >"$template"
while read -r language; do
    msgmerge --quiet --update --backup=none --no-wrap --no-fuzzy-matching --no-location "$tree/po/$language.po" "$template"
    msgattrib --no-obsolete --no-wrap --no-location -o "$tree/po/$language.po" "$tree/po/$language.po"
    msgfmt --statistics -o /dev/null "$tree/po/$language.po"
done <"$tree/po/LINGUAS"
