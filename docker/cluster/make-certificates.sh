#!/usr/bin/env bash
# Makes an authority of our own and certificates for the nodes of the log and the proxy, in docker/cluster/certs. What is there is kept.
set -euo pipefail
cd "$(dirname "$0")"
days=825
umask 077
mkdir -p certs

if [ ! -f certs/ca.key ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/CN=Gravitas cluster CA' -keyout certs/ca.key -out certs/ca.crt 2>/dev/null
fi

# certificate NAME FILE COMMON-NAME USAGE
certificate() {
  local folder="certs/$1" file="$2"
  mkdir -p "$folder"
  if [ -f "$folder/$file.crt" ]; then return; fi
  openssl req -newkey rsa:3072 -nodes -subj "/CN=$3" -keyout "$folder/$file.key" -out "$folder/$file.csr" 2>/dev/null
  openssl x509 -req -in "$folder/$file.csr" -CA certs/ca.crt -CAkey certs/ca.key -CAcreateserial -days "$days" -out "$folder/$file.crt" \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:%s\nextendedKeyUsage=%s\n' "$1" "$3" "$4") 2>/dev/null
  rm "$folder/$file.csr"
}

for node in log-1 log-2 log-3; do
  certificate "$node" node kurrentdb-node serverAuth,clientAuth
  mkdir -p "certs/$node/ca"
  cp certs/ca.crt "certs/$node/ca/ca.crt"
done
# For a first look: people's browsers want one from an authority that they know.
certificate proxy proxy "${1:-localhost}" serverAuth

# Containers run as users of their own and read what is mounted; the authority's key stays ours.
chmod 755 certs certs/*/ certs/*/ca 2>/dev/null || true
find certs -mindepth 2 -type f -exec chmod 644 {} +
echo "certificates are in $(pwd)/certs; keep certs/ca.key away from the machine"
