"""`make test-years`: so many seeded years, each checked every month and at its end; the first one is
lived twice, and must come out the same."""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import argparse
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOLD_EVERY = 50


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.years", description=__doc__)
    parser.add_argument("--years", type=int, default=1000, help="how many (default: 1000)")
    parser.add_argument(
        "--from", dest="first", type=int, metavar="SEED", help="the first year's (default: drawn)"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.first is None:
        args.first = random.SystemRandom().randrange(10**6) * 10_000
    return _inside(args) if args.inside else _outside(args)


def _outside(args: argparse.Namespace) -> int:
    """A process with the settings of tests and one order of sets."""
    command = [sys.executable, "-m", "tests.years", "--inside"]
    command += ["--years", str(args.years), "--from", str(args.first)]
    own = {"PYTHONHASHSEED": "0", "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": ""}
    own |= dict.fromkeys(("HUAIHAI_SMS_SENDER", "HUAIHAI_EMAIL_SENDER"), "tests.years.provider.send")
    return subprocess.run(command, env=os.environ | own, cwd=ROOT, check=False).returncode


def _inside(args: argparse.Namespace) -> int:
    import gc
    import logging
    import shutil

    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in settings.INSTALLED_APPS}
    django.setup()
    logging.getLogger().handlers.clear()
    from huaihai.record.models import LogHead
    from tests.years import machine, nodes
    from tests.years.ground import Ground
    from tests.years.year import Year

    nodes.install()
    counts, failed, heads = Counter[str](), 0, list[str]()
    try:
        with machine.standing():
            ground, began = Ground(), time.process_time()
            gc.collect()
            gc.freeze()
            gc.set_threshold(20_000, 20, 20)  # as the tests have it
            for seed in (*range(args.first, args.first + args.years), args.first):
                ground.fresh()
                year = Year(seed, ground.scene)
                faults = year.live()
                heads.append(LogHead.objects.get().checkpoint)
                if len(heads) > args.years and heads[0] != heads[-1]:
                    faults.append("it comes out otherwise when it is lived again")
                failed += bool(faults)
                counts += year.counts
                for fault in faults:
                    print(f"FAILED year {seed} ({_commit()}): {fault}", flush=True)
                    print(f"  again: python -m tests.years --years 1 --from {seed}", flush=True)
                if len(heads) % TOLD_EVERY == 0:
                    print(f"until {seed}: {failed} failed, {time.process_time() - began:.0f} s", flush=True)
    finally:
        shutil.rmtree(os.environ["HUAIHAI_VAR"], ignore_errors=True)
    lived = args.years + 1  # the first one twice
    a_year = (time.process_time() - began) / lived
    print(
        f"a year: {', '.join(f'{n / lived:.1f} {what}' for what, n in sorted(counts.items()))}; {a_year:.2f} s"
    )
    print(f"{lived - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "no commit"


if __name__ == "__main__":
    sys.exit(main())
