#!/bin/sh
# Fails when a catalogue lacks a text, has one that no source says any more, or has a fuzzy one: check.sh SOURCE_TREE
set -eu
tree=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$tree/po/extract.sh" "$tree" >"$work/fresh.pot"
status=0
while read -r language; do
    catalogue=$tree/po/$language.po
    # Only translated, living entries count as a definition; msgcmp then names every text that lacks one.
    msgattrib --translated --no-fuzzy --no-obsolete --no-wrap -o "$work/good.po" "$catalogue"
    msgcmp "$work/good.po" "$work/fresh.pot" || status=1
    msgfmt --check-format --check-header -o /dev/null "$catalogue" || status=1
    msgcomm --unique --no-location "$work/good.po" "$work/fresh.pot" 2>/dev/null |
        msgattrib --translated --no-wrap --force-po -o "$work/gone.po"
    if grep -q '^msgid ".' "$work/gone.po"; then
        echo "$catalogue: texts that no source says any more:"
        grep '^msgid ".' "$work/gone.po"
        status=1
    fi
    # A {key} of the text must stand in its translation, and no other: heuristics fill them in.
    awk -v file="$catalogue" '
        function keys(text,   found) {
            found = ""
            while (match(text, /{[a-z_]+}/)) {
                key = substr(text, RSTART, RLENGTH)
                found = found key
                text = substr(text, RSTART + RLENGTH)
            }
            return found
        }
        function missing(wanted, text,   at) {
            while (match(wanted, /{[a-z_]+}/)) {
                if (index(text, substr(wanted, RSTART, RLENGTH)) == 0) return 1
                wanted = substr(wanted, RSTART + RLENGTH)
            }
            return 0
        }
        /^msgid / { text = $0 }
        /^msgstr / { if (missing(keys(text), $0) || missing(keys($0), text)) { print file ": other {keys}: " text; bad = 1 } }
        END { exit bad }' "$work/good.po" || status=1
done <"$tree/po/LINGUAS"
exit $status
