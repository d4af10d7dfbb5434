#!/usr/bin/env bash
# A client in another language against the built server: proof that PROTOCOL.md suffices. Ends with a count of what was
# checked, with status 77 where no Python has msgpack, and with another status at the first difference.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=""
for candidate in "${PYTHON:-}" python3 /usr/bin/python3; do
  if [ -n "$candidate" ] && "$candidate" -c "import msgpack" 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "skipped: no Python with msgpack (Debian: apt-get install python3-msgpack)"
  exit 77
fi

folder=$(mktemp -d)
server=""
stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap stop EXIT

# The Node that npx would choose, started directly: killing npx would leave the server behind.
node=$(npx -c 'command -v node' 2>/dev/null)
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$node" bin/chat-server.js --host 127.0.0.1 --port "$port" --data "$folder/data" --signups 1000 >"$folder/log" 2>&1 &
server=$!

for _ in $(seq 100); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  if ! kill -0 "$server" 2>/dev/null; then break; fi
  sleep 0.1
done

if ! { "$python" tests/python/vectors.py && "$python" tests/python/client.py 127.0.0.1 "$port"; } | tee "$folder/out"; then
  echo "The server's last lines:"
  tail -n 20 "$folder/log"
  exit 1
fi
passed=$(awk '/^ok [0-9]+ / { sum += $2 } END { print sum }' "$folder/out")
echo "$passed passed, 0 failed"
