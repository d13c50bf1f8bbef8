#!/usr/bin/env bash
# What the tests need from the operating system: a Chromium and a PostgreSQL server.
# As root on Debian they are installed, quietly and only when missing; elsewhere a sentence says what to do.
# Never fails for what is missing: the tests that need it say so themselves, loudly.
set -euo pipefail

has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgresql() { command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'; }

missing=()
has_chromium >/dev/null || missing+=(chromium)
has_postgresql >/dev/null || missing+=(postgresql)
((${#missing[@]})) || exit 0

if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  echo "Installo da Debian: ${missing[*]} ..."
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log"
    echo "ATTENZIONE: installazione non riuscita. Le prove che usano ${missing[*]} non saranno eseguite."
  fi
  rm -f "$log"
else
  echo "ATTENZIONE: manca ${missing[*]}. Per eseguire tutte le prove: sudo apt-get install ${missing[*]}"
fi
