#!/bin/bash
# From nothing to a running portal, as a stranger would: a fresh clone, `make run`, pages, Ctrl-C.
#
#     tests/fresh_clone.sh [--test] [WHO…]     WHO: root, home (root in a 0700 home), user (a new one)
#
# With --test also `make test` in each clone. Run as root on a machine that may make users; what it
# makes stands in a temporary folder and goes away. Prints the seconds of the first and later start.
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
port=${PORT:-8188}
with_tests=""
[ "${1:-}" = --test ] && { with_tests=yes; shift; }
whos=("$@")
[ ${#whos[@]} -gt 0 ] || whos=(root home user)
base=$(mktemp -d /tmp/fresh-clone-XXXXXX)
chmod 711 "$base"
user=fresh$$
runner=""

fail() { echo "FAILED ($who): $*" >&2; [ -f "$base/$who.log" ] && tail -30 "$base/$who.log" >&2; exit 1; }

tidy() {
  [ -z "$runner" ] || kill -TERM "$runner" 2>/dev/null || true
  id "$user" >/dev/null 2>&1 && userdel -f "$user" >/dev/null 2>&1
  rm -rf "$base"
}
trap tidy EXIT

# Run a command as the one in question, with nothing of our environment.
as() {
  local clean=(env -i HOME="$home" PATH="$PATH" TERM=dumb)
  [ -n "${PIP_CONFIG_FILE:-}" ] && clean+=(PIP_CONFIG_FILE="$PIP_CONFIG_FILE")
  if [ "$who" = user ]; then setpriv --reuid="$user" --regid="$user" --clear-groups "${clean[@]}" "$@"
  else "${clean[@]}" "$@"; fi
}

page() { curl -fsS -o "$base/page" -w '%{http_code}' --max-time 20 "http://127.0.0.1:$port$1"; }

# Start, wait for the line that says it runs, look at pages, end by Ctrl-C (SIGINT to the group).
start_and_end() {
  local began=$EPOCHREALTIME
  # A shell's background children ignore SIGINT: python gives it back.
  as bash -c "cd '$clone' && exec python3 -c 'import os, signal
os.setsid(); signal.signal(signal.SIGINT, signal.default_int_handler)
os.execvp(\"make\", [\"make\", \"run\", \"PORT=$port\"])'" >"$base/$who.log" 2>&1 &
  runner=$!
  until grep -q 'Ctrl-C ends it' "$base/$who.log"; do
    kill -0 "$runner" 2>/dev/null || fail "make run ended by itself"
    [ "$(echo "$EPOCHREALTIME - $began > 600" | bc)" = 0 ] || fail "no start within 600 s"
    sleep 0.2
  done
  seconds=$(echo "scale=1; ($EPOCHREALTIME - $began) / 1" | bc)
  for path in / /plans/ /contact/ /accounts/login/ /live /ready; do
    [ "$(page $path)" = 200 ] || fail "$path"
  done
  page /ready >/dev/null && grep -qE '"state": "(ok|degraded)"' "$base/page" || fail "/ready: $(cat "$base/page")"
  group=$(pgrep -f "^make run PORT=$port" | head -1)
  kill -INT -- "-$group"
  wait "$runner" || true
  runner=""
  for _ in $(seq 50); do left=$(processes); [ -z "$left" ] && return; sleep 0.2; done
  fail "left running: $left"
}

processes() { pgrep -af "$clone" | grep -vE 'pgrep|fresh_clone' || true; }

for who in "${whos[@]}"; do
  home=$base/$who
  mkdir -p "$home"
  clone=$home/portal
  case $who in
    user) useradd --no-create-home --home-dir "$home" "$user"; chown "$user" "$home" ;;
    home) chmod 700 "$home"; clone="$home/đối tác/portal" ;;
  esac
  git -c safe.directory='*' clone -q "$source" "$clone"
  [ "$who" = user ] && chown -R "$user": "$home"
  start_and_end
  first=$seconds
  accounts=$(cat "$clone/.local/accounts")
  start_and_end
  [ "$accounts" = "$(cat "$clone/.local/accounts")" ] || fail "the second start made its data anew"
  echo "$who: first start $first s, second start $seconds s"
  if [ -n "$with_tests" ]; then
    as make -C "$clone" test >"$base/$who.log" 2>&1 || fail "make test"
    tail -1 "$base/$who.log"
  fi
done
