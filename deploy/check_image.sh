#!/usr/bin/env bash
# Does without Docker what the Dockerfile does, and runs the result as the container would: another
# user, no network, everything read-only but the data directory and /tmp. Needs root and Linux.
# Usage: check_image.sh FOLDER   (readable by others; made anew each time, and left there)
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(realpath -m "$1")
environment=$folder/policybot
python=${PYTHON:-python3.11}

# What an earlier check made would be checked again, and not this program.
rm -rf "$environment" "$folder/source"
mkdir -p "$folder/source"
# What .dockerignore lets through, and nothing else.
cp -r pyproject.toml constraints.txt README.md LICENSE bot retrieval kpi_adapter "$folder/source"
"$python" -m venv "$environment"
"$python" deploy/serving_requirements.py pyproject.toml ${EXTRAS-milvus} > "$folder/serving.txt"
"$environment/bin/pip" install --quiet --disable-pip-version-check \
    --constraint constraints.txt --requirement "$folder/serving.txt"
"$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps "$folder/source"
deploy/prepare_image.sh "$environment"
cp -r policy_docs "$environment/policy_docs"

echo "== size (MB)"
du -sm "$environment"
packages=$(echo "$environment"/lib/python*/site-packages)
du -sm "$environment/models" "$packages"/* | sort -rn | sed -n 1,25p

data=$folder/data
rm -rf "$data"
install -d -o 10001 -g 10001 -m 0700 "$data"
cat > "$folder/inside.sh" <<'INSIDE'
set -eu
ip link set lo up 2>/dev/null || true
mount --make-rprivate /
mount --bind / /mnt
mount -o remount,ro,bind /mnt
mount --bind "$DATA" "/mnt$DATA"
mount -t tmpfs tmpfs /mnt/tmp
mount -t proc proc /mnt/proc
mount --rbind /dev /mnt/dev
# An interpreter that lies where the other user may not look is shown to it alone.
case $BASE in
/usr*) ;;
*)
    top=/mnt/$(echo "$BASE" | cut -d/ -f2)
    mount -t tmpfs -o mode=755 tmpfs "$top"
    mkdir -p "/mnt$BASE"
    mount --bind "$BASE" "/mnt$BASE"
    mount -o remount,ro,bind "/mnt$BASE"
    mount -o remount,ro "$top"
    ;;
esac
exec chroot /mnt setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs \
    --bounding-set=-all sh "$ROOT/as_user.sh"
INSIDE
cat > "$folder/as_user.sh" <<'USER'
set -eu
cd "$DATA"
id -u
if touch "$ENVIRONMENT/x" 2>/dev/null; then echo "the program can be written"; exit 1; fi
if "$ENVIRONMENT/bin/python" -c "import socket; socket.create_connection(('1.1.1.1', 53), 2)" 2>/dev/null
then echo "there is a network"; exit 1; fi
bot demo
bot ask "企业有困难向政府反映，多久能有回音？"
bot doctor || true
bot serve --demo --port 8000 2> serve.log & server=$!
"$ENVIRONMENT/bin/python" - <<'PYTHON'
import json, time, urllib.request
def ask(path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:8000{path}", body, {"Accept": "application/json", "Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=30))
began = time.monotonic()
while True:
    try:
        ready = ask("/readyz"); break
    except OSError:
        assert time.monotonic() - began < 90, open("serve.log").read()
        time.sleep(0.2)
print("ready after", round(time.monotonic() - began, 1), "s")
for text in ("企业有困难向政府反映，多久能有回音？", "1到10月五大产业产值多少", "画一张今年五大产业产值的趋势图"):
    answer = ask("/api/chat", json.dumps({"text": text, "user": "u002"}).encode())
    print(answer["outcome"], answer["milliseconds"], "ms:", answer["text"][:60].replace("\n", " "))
PYTHON
grep VmHWM /proc/$server/status || true
kill $server; wait $server || true
USER
base=$("$environment/bin/python" -c "import sys; print(sys.base_prefix)")
env -i BASE="$base" DATA="$data" ENVIRONMENT="$environment" ROOT="$folder" LANG=C.UTF-8 \
    PATH="$environment/bin:/usr/sbin:/usr/bin:/sbin:/bin" BOT_DATA_DIR="$data" \
    BOT_POLICY_DOCS="$environment/policy_docs" BOT_RETRIEVAL__MODEL_HOME="$environment" \
    MPLCONFIGDIR=/tmp/matplotlib PYTHONDONTWRITEBYTECODE=1 \
    unshare --mount --net --pid --fork sh "$folder/inside.sh"
