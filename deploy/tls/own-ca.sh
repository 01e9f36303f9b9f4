#!/bin/sh
# A certificate authority of your own, and a certificate by it for the portal. It must not know nginx.
#
#     sh own-ca.sh portal.example.org [more names or IPv4 addresses]
#
# Writes into /etc/sre-portal/tls (or $SRE_PORTAL_TLS): ca.pem, which browsers have to trust, portal.pem and portal.key.
# The authority can sign for the given names and for no other, so that who steals ca.key gains little. The same command
# again makes a new certificate by the same authority; for other names delete the folder first.
set -eu

if [ $# -eq 0 ]; then
    echo "Usage: sh own-ca.sh NAME [NAME or IPv4 address]..." >&2
    exit 2
fi
folder=${SRE_PORTAL_TLS:-/etc/sre-portal/tls}
names=
permitted=
for name in "$@"; do
    case $name in
        *[!0-9A-Za-z.-]*)
            echo "'$name' is neither a name nor an IPv4 address." >&2
            exit 2
            ;;
        *[!0-9.]*)
            names="$names,DNS:$name"
            permitted="$permitted,permitted;DNS:$name"
            ;;
        *)
            names="$names,IP:$name"
            permitted="$permitted,permitted;IP:$name/255.255.255.255"
            ;;
    esac
done

umask 077
mkdir -p "$folder"
# nginx reads the key as root before it becomes another user.
chmod 755 "$folder"
cd "$folder"
if [ ! -f ca.key ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 3650 -sha256 \
        -subj "/CN=SRE portal's own authority ($1)" \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" \
        -addext "keyUsage=critical,keyCertSign,cRLSign" \
        -addext "nameConstraints=critical$permitted" \
        -keyout ca.key -out ca.pem
fi
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 -subj "/CN=$1" \
    -keyout portal.key -out portal.csr
{
    echo "basicConstraints=critical,CA:FALSE"
    echo "keyUsage=critical,digitalSignature"
    echo "extendedKeyUsage=serverAuth"
    echo "subjectAltName=${names#,}"
} > portal.ext
# 825 days: the longest that Safari takes.
openssl x509 -req -in portal.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 825 -sha256 \
    -extfile portal.ext -out portal.pem
rm portal.csr portal.ext
chmod 644 ca.pem portal.pem
openssl verify -CAfile ca.pem portal.pem
