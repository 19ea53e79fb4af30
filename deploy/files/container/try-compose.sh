#!/usr/bin/env bash
# Starts compose.yaml as it stands, with the image shali-hub:0.1.0, on an empty PostgreSQL, asks the guide's first question through it, and
# takes all of it down again. Needs podman, podman-compose, psql, openssl and curl.
#   CITY=postgresql://postgres:PASSWORD@HOST:5432 deploy/files/container/try-compose.sh
# CITY is a superuser's URL that this host and containers reach; the databases of the hub are made there and left.
set -euo pipefail
cd "$(dirname "$0")"
: "${CITY:?a superuser\'s URL of an empty PostgreSQL}"
folder=$(mktemp -d)
keys=$folder/keys
parts="human_resources housing public_security civil_affairs enterprise"
subgraphs="${parts//_/-} audit sharing"
umask 077
mkdir "$keys" "$folder/made"
cp compose.yaml "$folder/compose.yaml"
compose() { (cd "$folder" && podman-compose --project-name hubtry "$@"); }
finish() {
  status=$?
  [ "$status" = 0 ] || { compose logs --tail 5 2>&1 | tail -60; podman ps --all --filter name=hubtry; } || true
  compose down --volumes --timeout 20 >/dev/null 2>&1 || true
  podman volume rm --force hubtry_ledger hubtry_sharing hubtry_witness >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT

# A command of the hub, with the folder of what is made.
hub() { podman run --rm --user 0:0 --volume "$folder/made:/made" --env-file "$folder/made.env" shali-hub:0.1.0 "$@"; }
as() { sed -E "s,//[^@/]*@,//$1:$(cat "$folder/made/$1.password")@," <<<"$CITY/$2"; }

echo "== databases, roles, keys"
for database in $parts sharing ledger; do
  psql --quiet "$CITY/postgres" --command "CREATE DATABASE $database"
  echo "DATABASE_URL_${database^^}=$CITY/$database" >>"$folder/made.env"
done
echo "HUB_SHARING_KEY=/made/sharing" >>"$folder/made.env"
hub migrate all --roles >/dev/null
for role in ${parts// /_serve }_serve sharing_serve sharing_gateway ledger_append ledger_sign ledger_audit; do
  openssl rand -hex 24 >"$folder/made/$role.password"
  psql --quiet "$CITY/postgres" <<<"ALTER ROLE $role PASSWORD '$(cat "$folder/made/$role.password")'"
done
hub keys envelope /made/envelope >/dev/null
hub keys token /made/token >/dev/null
hub keys app /made/hub-console >/dev/null
for name in hub $subgraphs; do hub keys add "/made/seal/$name" >/dev/null; done
hub keys app /made/issuer >/dev/null
hub ledger key hub.example/ledger /made/ledger >/dev/null
hub ledger open hub.example/ledger >/dev/null
hub found --department data-administration --name 市数据局 --area 411100000000 \
  --app hub-console=共享管理台 --app-keys /made/hub-console/jwks.json --officer a.wu=吴示例 --officer b.he=何示例 >/dev/null

echo "== certificates of an authority of its own"
ec=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
openssl req -x509 "${ec[@]}" -subj /CN=city -days 2 -keyout "$folder/ca.key" -out "$folder/ca.crt" 2>/dev/null
certify() { # SERVICE USAGE
  openssl req -x509 "${ec[@]}" -subj "/CN=$1" -days 2 -CA "$folder/ca.crt" -CAkey "$folder/ca.key" \
    -addext "subjectAltName=DNS:$1,DNS:localhost" -addext "extendedKeyUsage=$2" -addext basicConstraints=CA:FALSE \
    -keyout "$keys/$1/tls/tls.key" -out "$keys/$1/tls/tls.crt" 2>/dev/null
  cp "$folder/ca.crt" "$keys/$1/tls/"
}

made=$folder/made
give() { mkdir -p "$(dirname "$keys/$2")" && cp -r "$made/$1" "$keys/$2"; }
for name in $subgraphs; do
  mkdir -p "$keys/$name/tls"
  certify "$name" serverAuth
  give envelope/jwks.json "$name/envelope/jwks.json"
  give "seal/$name" "$name/seal/$name"
  give seal/hub/seal-keys.public.json "$name/seal/hub/seal-keys.public.json"
done
for gateway in gateway-1 gateway-2; do
  mkdir -p "$keys/$gateway/tls"
  certify "$gateway" serverAuth,clientAuth
  give envelope "$gateway/envelope"
  give token "$gateway/token"
  give seal/hub "$gateway/seal/hub"
  for name in $subgraphs; do give "seal/$name/seal-keys.public.json" "$gateway/seal/$name/seal-keys.public.json"; done
  give sharing/sharing.pub "$gateway/sharing/sharing.pub"
  give issuer/jwks.json "$gateway/issuer.jwks.json"
done
give ledger/log.pub witness/log.pub
chown -R 10001:10001 "$keys"

{
  for database in $parts; do echo "DATABASE_URL_${database^^}=$(as "${database}_serve" "$database")"; done
  echo "DATABASE_URL_SHARING=$(as sharing_serve sharing)"
  echo "HUB_GRANTS_DATABASE=$(as sharing_gateway sharing)"
  for use in sign append audit; do echo "DATABASE_URL_LEDGER_${use^^}=$(as "ledger_$use" ledger)"; done
  echo "HUB_PSEUDONYM_KEY=$(openssl rand -hex 32)"
} >"$folder/.env"

# What a service writes, or alone may read, lies in a volume of its own: it is put there once.
put() {
  podman run --rm --user 0:0 --volume "hubtry_$1:/to" --volume "$made/$1:/from:ro" --entrypoint sh shali-hub:0.1.0 \
    -c 'cp -r /from/. /to/ && chown -R 10001:10001 /to'
}
put ledger
put sharing

echo "== the services"
begun=$SECONDS
compose up --detach witness >/dev/null 2>&1
until podman exec hubtry_witness_1 cat /var/lib/shali-hub/witness/witness.pub >"$folder/witness.pub" 2>/dev/null; do sleep 0.5; done
for gateway in gateway-1 gateway-2; do install -o 10001 -g 10001 "$folder/witness.pub" "$keys/$gateway/witness.pub"; done
compose up --detach >/dev/null 2>&1
# A gateway is ready without its departments: their states are told beside.
ready() {
  states=$(curl --silent --fail --cacert "$folder/ca.crt" "https://localhost:$1/readyz") && [[ $states == *'"up"'* && $states != *'"down"'* ]]
}
for port in 4000 4010; do
  until ready "$port"; do
    [ $((SECONDS - begun)) -lt 240 ] || { echo "$states"; exit 1; }
    sleep 1
  done
done
echo "two gateways and seven departments were ready after $((SECONDS - begun)) s"

echo "== a question through each gateway"
token=$(podman run --rm --user 0:0 --volume "$made/issuer:/issuer:ro" --entrypoint node shali-hub:0.1.0 -e '
  const { SignJWT, importJWK } = require("jose");
  const jwk = JSON.parse(require("fs").readFileSync("/issuer/private-key.json", "utf8"));
  importJWK(jwk, "EdDSA").then((key) =>
    new SignJWT({ app: "hub-console", department: "data-administration", officer: "a.wu" })
      .setProtectedHeader({ alg: "EdDSA", kid: jwk.kid }).setAudience("shali-hub").setIssuedAt().setExpirationTime("10m").sign(key),
  ).then((token) => console.log(token));')
ask() { # PORT ID NAME
  curl --silent --cacert "$folder/ca.crt" "https://localhost:$1/graphql" --header "authorization: Bearer $token" \
    --header "x-purpose: DATA_SHARING" --json "{\"query\": \"mutation { registerDepartment(id: \\\"$2\\\", name: \\\"$3\\\", sharingBody: \\\"$3\\\", areaCode: \\\"411100000000\\\") { id name } }\"}"
}
for answer in "$(ask 4000 housing 市住房和城乡建设局)" "$(ask 4010 civil-affairs 市民政局)"; do
  echo "$answer"
  [[ $answer == '{"data":{"registerDepartment":{"id":"'* ]] || exit 1
done
echo "== what the containers may: a read-only root, no capability, uid 10001"
podman exec hubtry_gateway-1_1 node -e '
  const { readFileSync, writeFileSync } = require("fs");
  const caps = /CapEff:\s*(\w+)/.exec(readFileSync("/proc/self/status", "utf8"))[1];
  try { writeFileSync("/opt/shali-hub/x", ""); process.exit(1); } catch (error) { console.log(process.getuid(), caps, error.code); }'
echo "the hub answers from its containers"
