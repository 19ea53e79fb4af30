#!/usr/bin/env bash
# Packs the hub, installs it without tools of development in an empty folder, starts it there and asks the question that its screen shows.
# Takes one to three minutes, most of it the download and the invented city, so no run of tests does it. Needs curl.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
hub=""
finish() {
  [ -z "$hub" ] || { kill -TERM "$hub" && wait "$hub" || true; }
  rm -rf "$folder"
}
trap finish EXIT

npm run --silent build
tarball=$(npm pack --silent --ignore-scripts --pack-destination "$folder")
cd "$folder"
npm init --yes >/dev/null
npm install --silent --omit=dev "./$tarball"
echo "package $(du -h "$tarball" | cut -f1), installed $(du -sh node_modules | cut -f1)"

begun=$(date +%s)
PORT="${PORT:-4000}" HUB_DATA="$folder/data" node_modules/.bin/shali-hub start >screen.txt 2>errors.txt &
hub=$!
until grep -q "Ctrl-C" screen.txt; do
  kill -0 "$hub" 2>/dev/null || { cat errors.txt; exit 1; }
  sleep 0.2
done
echo "started in $(($(date +%s) - begun)) s, the city built"

grep -A1 "Try it" screen.txt | tail -1 >question.sh
grep -A1 "Verify the ledger" screen.txt | tail -1 >verify.sh
bash question.sh >answer.json
grep -q '"wageWarning":{"level":"' answer.json || { cat answer.json; exit 1; }
bash verify.sh | grep -q '^PASS' || { bash verify.sh; exit 1; }
echo "a question was answered, and the ledger verifies"
