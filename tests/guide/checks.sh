# What must hold after each part of the guide, run in the root with the heading of the part as $1. It must not repeat
# what nginx' own tests look at.
set -eu

portal=https://portal.example.org
ask() {
    curl --silent --show-error --cacert /etc/sre-portal/tls/ca.pem --user "sre:A LONG PASSWORD" \
        --retry 20 --retry-delay 1 --retry-all-errors --max-time 20 "$@"
}
status() {
    curl --silent --output /dev/null --cacert /etc/sre-portal/tls/ca.pem --write-out '%{http_code} %{http_version}' "$@"
}
must() {
    [ "$2" = "$3" ] || { echo "$1: expected '$2', found '$3'" >&2; exit 1; }
}
version() {
    ask --fail "$portal/" | sed -n 's/.*<!-- \(.*\) -->$/\1/p'
}

case $1 in
    "Behind nginx"*)
        must "the page" "200 2" "$(status "$portal/alerts")"
        must "its settings" "200 2" "$(status "$portal/config.json")"
        must "plain http" "308 1.1" "$(status "http://portal.example.org/")"
        wasm=$(ask "$portal/" | grep -o '/sre-portal-[0-9a-f]*_bg.wasm' | head -n 1)
        must "the program by brotli" br "$(ask --head --header 'Accept-Encoding: br' "$portal$wasm" |
            tr -d '\r' | sed -n 's/^content-encoding: //p')"
        must "Prometheus that is not there" "502 2" "$(status "$portal/prometheus/api/v1/rules")"
        ;;
    "A name and password")
        # A reload takes a moment: until then the old workers answer.
        ask --fail --output /dev/null "$portal/"
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            [ "$(status "$portal/")" != "401 2" ] || break
            ask --output /dev/null "$portal/"
        done
        must "no password" "401 2" "$(status "$portal/")"
        must "the password" "200 2" "$(status --user 'sre:A LONG PASSWORD' "$portal/")"
        ;;
    "Prometheus on the same machine")
        rules=$(ask --fail "$portal/prometheus/api/v1/rules")
        for rule in $(sed -n 's/^ *- alert: *//p' /opt/sre-portal/rules/alerts.yml); do
            case $rules in
                *"\"name\":\"$rule\""*) ;;
                *) echo "Prometheus has not the rule $rule" >&2; exit 1 ;;
            esac
        done
        ask --fail --output /dev/null "$portal/alertmanager/api/v2/alerts"
        must "what is not let through" "403 2" \
            "$(status --user 'sre:A LONG PASSWORD' "$portal/prometheus/api/v1/status/config")"
        ;;
    Upgrading) must "the version" 0.2.0 "$(version)" ;;
    "Rolling back") must "the version" "" "$(version)" ;;
    *) ;;
esac
