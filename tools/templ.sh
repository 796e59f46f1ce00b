#!/bin/sh
# Writes the Go code of the templates of a folder: tools/templ.sh views
# templ.JoinStringErrs sends every string through fmt; views.joined hands it on, which is worth a fifth of a page.
set -eu
"$(dirname "$0")/../bin/templ" generate -path "$1" >/dev/null 2>&1
sed -i 's/templ\.JoinStringErrs(/joined(/' "$1"/*_templ.go
