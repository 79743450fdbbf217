"""`make test-crash`: so many kills on each database, each followed by a check of the whole history."""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import argparse
import os
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOTH = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="on each database (default: 100)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--on", choices=BOTH, help="one database only")
    parser.add_argument(
        "--only", default="", metavar="PATH", help="steps of one path: intake, payout, message, …"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        return _inside(args)
    print(f"seed {args.seed}", flush=True)
    passed = failed = 0
    for database in [args.on] if args.on else BOTH:
        some = _on(database, args)
        passed, failed = passed + some[0], failed + some[1]
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def _on(database: str, args: argparse.Namespace) -> tuple[int, int]:
    """How many trials passed and failed on this database, in a process of its own."""
    if database == "sqlite":
        return _run(args, "")
    sys.path.insert(0, str(ROOT / "tools"))
    import postgres

    with postgres.throw_away() as url:
        return _run(args, url)


def _run(args: argparse.Namespace, url: str) -> tuple[int, int]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="huaihai-crash-") as folder:
        result = Path(folder) / "result"
        command = [sys.executable, "-m", "tests.crash", "--inside", "--kills", str(args.kills)]
        command += ["--seed", str(args.seed), "--only", args.only]
        own = {"HUAIHAI_VAR": str(Path(folder) / "var"), "HUAIHAI_DEMO": "0", "DATABASE_URL": url}
        own |= {"DJANGO_SETTINGS_MODULE": "huaihai.settings", "HUAIHAI_TESTING": "", "CRASH_FOLDER": folder}
        own |= dict.fromkeys(("HUAIHAI_SMS_SENDER", "HUAIHAI_EMAIL_SENDER"), "tests.crash.hook.send")
        tables = [sys.executable, "-m", "tests.tables"]
        subprocess.run(tables, env={**os.environ, **own}, cwd=ROOT, check=True)
        ran = subprocess.run(command, env={**os.environ, **own}, cwd=ROOT, check=False)
        numbers = result.read_text(encoding="utf-8").split() if result.exists() else ["0", "0"]
    passed, failed = map(int, numbers)
    return passed, failed or int(ran.returncode != 0)  # also where nothing could be tried


def _inside(args: argparse.Namespace) -> int:
    """In the process that knows the database."""
    from tests.crash.trials import Trials

    trials = Trials(Path(os.environ["CRASH_FOLDER"]), args.seed)
    trials.run(args.kills, args.only)
    return 1 if trials.failed else 0


if __name__ == "__main__":
    sys.exit(main())
