#!/usr/bin/env bash
# An app's question by curl: an assertion signed with the app's key, a token for it, an answer. bash, curl, jq and openssl are needed.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${HUB:=http://127.0.0.1:4000}"
: "${KEY:=.hub/site-overview}"
: "${DIVISION:=411102}"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# The private key of a JWK (RFC 8037) as openssl reads it: the head of an Ed25519 key in PKCS #8, and its 32 bytes.
d=$(jq --raw-output .d "$KEY/private-key.json" | tr -- '-_' '+/')=
(printf '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20' && openssl base64 -d -A <<<"$d") >"$work/key.der"

# The assertion (RFC 7523): who asks, for which hub, for a minute, once.
issuer=$(curl --silent --fail "$HUB/.well-known/oauth-authorization-server" | jq --raw-output .issuer)
now=$(date +%s)
head=$(jq --compact-output --join-output '{alg: "EdDSA", typ: "JWT", kid}' "$KEY/private-key.json" | base64url)
claims=$(jq --null-input --compact-output --join-output --arg aud "$issuer" --arg jti "$(openssl rand -hex 16)" --argjson now "$now" \
  '{iss: "site-overview", sub: "site-overview", $aud, $jti, iat: $now, exp: ($now + 60)}' | base64url)
printf '%s.%s' "$head" "$claims" >"$work/signed"
signature=$(openssl pkeyutl -sign -rawin -keyform DER -inkey "$work/key.der" -in "$work/signed" | base64url)

# The token, good for ten minutes.
token=$(curl --silent --fail-with-body "$HUB/oauth/token" --data grant_type=client_credentials \
  --data client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
  --data "client_assertion=$(cat "$work/signed").$signature" | jq --raw-output .access_token)
if [ -n "${TOKEN_FILE:-}" ]; then (umask 077 && printf '%s' "$token" >"$TOKEN_FILE"); fi

# The question. What the app may not have is null, and extensions.sharing says why.
curl --silent --show-error "$HUB/graphql" --header "authorization: Bearer $token" --header "x-purpose: SITE_OVERVIEW" \
  --header "x-on-denied: quiet" --header "content-type: application/json" \
  --data "$(jq --null-input --rawfile query examples/sites.graphql --arg division "$DIVISION" '{$query, variables: {$division}}')"
