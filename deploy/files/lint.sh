#!/usr/bin/env bash
# Asks the tools whose files these are: promtool, nginx, haproxy, kustomize, systemd-analyze (Debian: prometheus nginx-light haproxy kustomize
# systemd). One that is not installed is named and skipped; tests/operate/deployment-files.test.ts checks what needs none of them.
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

check() {
  local tool=$1
  shift
  if ! command -v "$tool" >/dev/null; then
    echo "skipped: $tool is not installed"
  elif "$@" >"$folder/said" 2>&1; then
    echo "ok: $tool"
  else
    cat "$folder/said"
    echo "failed: $tool"
    failed=1
  fi
}

# Certificates and files that the examples name, made for this one look at them.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=lint \
  -keyout "$folder/hub.example.key" -out "$folder/hub.example.crt" 2>/dev/null
cp "$folder/hub.example.crt" "$folder/city-ca.crt"
cat "$folder/hub.example.crt" "$folder/hub.example.key" >"$folder/hub.example.pem"

check promtool promtool check rules docs/operate/prometheus-rules.yml
{
  echo "pid $folder/nginx.pid; error_log stderr; events {} http { access_log off;"
  sed "s,/etc/nginx/tls,$folder,g" deploy/files/proxy/nginx.conf
  echo "}"
} >"$folder/nginx.conf"
check nginx nginx -t -q -c "$folder/nginx.conf"
sed "s,/etc/haproxy/tls,$folder,g" deploy/files/proxy/haproxy.cfg >"$folder/haproxy.cfg"
check haproxy haproxy -c -f "$folder/haproxy.cfg"
check kustomize kustomize build deploy/files/kubernetes
for unit in gateway.service subgraph@.service witness.service; do
  copy=${unit/@/@housing}
  sed 's,^ExecStart=/[^ ]*,ExecStart=/bin/true,; s,^User=.*,User=root,; s,^Group=.*,Group=root,' "deploy/files/systemd/shali-hub-$unit" >"$folder/shali-hub-$copy"
done
check systemd-analyze systemd-analyze verify --man=no "$folder"/shali-hub-*.service
exit $failed
