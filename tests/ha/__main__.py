"""`make test-ha`: the store of files on a real object store, then several nodes behind a proxy; everything on the
loopback, killed, frozen and started again, with one check of the history."""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.ha", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument(
        "--only", default="", metavar="NAME", help="trials whose name begins so: store, nodes, …"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # then everything that was started is ended
    return _inside(args) if args.inside else _outside(args)


def _outside(args: argparse.Namespace) -> int:
    """The database and the folder; then the process that knows them."""
    sys.path.insert(0, str(ROOT / "tools"))
    import postgres

    print(f"seed {args.seed}", flush=True)
    with postgres.throw_away() as url, tempfile.TemporaryDirectory(prefix="huaihai-ha-") as folder:
        own = {
            "HUAIHAI_VAR": str(Path(folder) / "driver"),
            "HUAIHAI_DEMO": "0",
            "HUAIHAI_TESTING": "",
            "DATABASE_URL": f"{url}&pool_size=10",
            "DJANGO_SETTINGS_MODULE": "huaihai.settings",
            "CRASH_PROVIDER": str(Path(folder) / "provider"),
            "HUAIHAI_SMS_SENDER": "tests.crash.hook.send",
            "HUAIHAI_EMAIL_SENDER": "tests.crash.hook.send",
            "HA_FOLDER": folder,
        }
        command = [
            sys.executable,
            "-m",
            "tests.ha",
            "--inside",
            "--seed",
            str(args.seed),
            "--only",
            args.only,
        ]
        with subprocess.Popen(command, env={**os.environ, **own}, cwd=ROOT) as inside:
            try:
                return inside.wait()
            finally:
                inside.terminate()


def _inside(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from tests.ha import nodes, store, swift
    from tests.ha.trials import Trials

    folder, trials = Path(os.environ["HA_FOLDER"]), Trials(args.seed, args.only)
    with swift.running(folder / "swift") as server:
        if "store".startswith(args.only[:5]):
            store.run(trials, folder, server)
        if "nodes".startswith(args.only[:5]):
            nodes.run(trials, folder, server)
    print(f"{trials.passed} passed, {trials.failed} failed", flush=True)
    return 1 if trials.failed or not trials.passed else 0


if __name__ == "__main__":
    sys.exit(main())
