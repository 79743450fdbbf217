"""`make requirements`: pin, by version and hash alone, the newest packages that requirements/*.in allow."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".tools" / "uv" / "bin" / "uv"
# One list for every machine and Python that may install it, without addresses and without its own history.
OPTIONS = [
    "--upgrade",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--python-version=3.12",
]


def main() -> int:
    for name in ("bootstrap", "base", "s3", "assistants", "dev", "swift", "sbom"):
        print(f"requirements: {name}.in → {name}.txt", flush=True)
        source, target = (f"requirements/{name}.{ending}" for ending in ("in", "txt"))
        subprocess.run(
            [UV, "pip", "compile", "--quiet", *OPTIONS, source, "-o", target], cwd=ROOT, check=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
