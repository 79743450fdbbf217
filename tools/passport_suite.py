"""Write docs/guides/passport-suite/ and docs/guides/passport.schema.json anew.

    python tools/passport_suite.py

Keys, ids and moments are fixed: the same program writes the same files. A test compares.
"""

import base64
import gzip
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from huaihai.cases.passport import schema  # noqa: E402 # after the path
from huaihai.cases.passport.tests import scene  # noqa: E402
from huaihai.cases.passport.tests.suite import files  # noqa: E402
from huaihai.cases.passport.tests.suite.making import File  # noqa: E402

SUITE = ROOT / "docs/guides/passport-suite"
SCHEMA = ROOT / "docs/guides/passport.schema.json"


def written() -> dict[Path, bytes]:
    """Each file of the suite, the packed one unpacked."""
    rows, lines = ["name\tkind\tverdict\treason\tabout"], []
    for name, file in named():
        rows.append("\t".join((name, file.kind, "bad" if file.reason else "good", file.reason, file.about)))
        lines.append(json.dumps({"name": name} | as_text(file), ensure_ascii=False))
    descriptors = b"".join(
        scene.peer(name).data + b"\n" for name in (scene.XUZHOU, scene.NANJING, scene.SUZHOU)
    )
    return {
        SUITE / "files.tsv": "\n".join([*rows, ""]).encode(),
        SUITE / "files.jsonl.gz": "\n".join([*lines, ""]).encode(),
        SUITE / "peers.jsonl": descriptors,
        SCHEMA: json.dumps(schema.schema(), indent=1, sort_keys=True).encode() + b"\n",
    }


def named() -> list[tuple[str, File]]:
    """The files with their names."""
    counts = {"good": 0, "bad": 0}
    found = []
    for file in files():
        verdict = "bad" if file.reason else "good"
        counts[verdict] += 1
        found.append((f"{verdict}-{counts[verdict]:03}", file))
    return found


def as_text(file: File) -> dict[str, Any]:
    beside = {name: base64.b64encode(data).decode() for name, data in file.beside.items()}
    try:
        content = {"text": file.data.decode()}
    except UnicodeDecodeError:
        content = {"base64": base64.b64encode(file.data).decode()}
    return content | ({"beside": beside} if beside else {})


def main() -> None:
    SUITE.mkdir(exist_ok=True)
    for path, data in written().items():
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
        print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    main()
