#!/bin/sh
# Makes the secrets of compose.yaml in the folder secrets beside it. What is there already stays as it is.
#
# Compose mounts each file as it stands here, and the programs in the containers are not root: so the files may be read,
# but nobody else gets into the folder.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
cd secrets

random() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

keep() { # NAME: standard input becomes the file, unless there is one
	[ -e "$1" ] || { cat >"$1.new" && chmod 444 "$1.new" && mv "$1.new" "$1" && echo "made deploy/secrets/$1"; }
}

random 24 | keep mongo_password
random 256 | keep mongo_keyfile
random 24 | keep meilisearch_master_key
printf 'mongodb://partant:%s@mongo:27017/partant?replicaSet=rs0&authSource=admin\n' "$(cat mongo_password)" | keep store_url
