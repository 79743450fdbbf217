#!/bin/sh
# Finds a Python that works, by running each candidate, and hands over to tools/setup.py.
set -eu
cd "$(dirname "$0")/.."

works() {
    "$1" -c 'import sys, venv, ensurepip, sqlite3; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

for candidate in ${PYTHON:-} .venv/bin/python python3.13 python3.14 python3.12 /usr/bin/python3 python3; do
    if works "$candidate"; then
        exec "$candidate" tools/setup.py "$@"
    fi
done

echo "No Python 3.12 or newer with venv was found. On Debian: apt-get install python3 python3-venv" >&2
exit 1
