"""`make test-ha`: two web nodes, two workers and a timer behind HAProxy, on PostgreSQL under Patroni and an object
store, each a host of its own on this machine: upgraded, killed, frozen, cut off, filled up and set wrong, under load.

Needs root and Debian: everything runs in namespaces (processes, network, disks) that end with this command.

make test-ha                                      all of it
.venv/bin/python -m tests.ha --seed 7             the same once more
.venv/bin/python -m tests.ha --only cut,frozen    what begins so; --each 3: fewer of each
"""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import argparse
import logging
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ha.nodes import Nodes
    from tests.ha.trials import Trials

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(
    "/run/huaihai-ha"
)  # a disk of its own, in the namespace of the run; short, for the path of a socket
MEGABYTES = 4_000
UPGRADE = "upgrade"
APART = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.ha", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--each", type=int, default=10, help="faults of each kind (default: 10)")
    parser.add_argument("--only", default="", metavar="NAMES", help="trials and kinds whose name begins so")
    parser.add_argument(
        "--from", dest="before", default="", metavar="REVISION", help="of the rolling upgrade"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the logs of all processes go")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # then everything that was started is ended
    return _inside(args) if args.inside else _outside(args)


def _outside(args: argparse.Namespace) -> int:
    """What has to be installed; then namespaces, and in them the process that knows them."""
    from tests.ha import hosts, swift

    if os.geteuid() != 0:
        raise SystemExit("make test-ha makes networks and disks of its own: it needs root.")
    hosts.install()
    swift.install()
    print(f"seed {args.seed}", flush=True)
    own = {
        "HUAIHAI_VAR": str(FOLDER / "driver"),
        "HUAIHAI_DEMO": "0",
        "HUAIHAI_TESTING": "",
        "DATABASE_URL": f"postgresql://huaihai@{hosts.GATEWAY}/huaihai?pool_size=10",
        "DJANGO_SETTINGS_MODULE": "huaihai.settings",
        "CRASH_PROVIDER": str(FOLDER / "provider"),
        "HUAIHAI_SMS_SENDER": "tests.crash.hook.send",
        "HUAIHAI_EMAIL_SENDER": "tests.crash.hook.send",
    }
    # The first process of the namespace waits for those whose parents have died.
    command = [*APART, "sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-m", "tests.ha", "--inside"]
    command += [
        "--seed",
        str(args.seed),
        "--each",
        str(args.each),
        "--only",
        args.only,
        "--from",
        args.before,
    ]
    command += ["--keep", str(args.keep.resolve())] if args.keep else []
    with subprocess.Popen(command, env={**os.environ, **own}, cwd=ROOT) as inside:
        try:
            return inside.wait()
        finally:
            inside.kill()


def _inside(args: argparse.Namespace) -> int:
    from tests import release
    from tests.ha import hosts, nodes
    from tests.ha.trials import Trials

    began = time.monotonic()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
    hosts.disk(FOLDER, MEGABYTES)
    FOLDER.chmod(0o755)
    hosts.lay_bridge()
    trials = Trials(args.seed, args.only)
    before = args.before or release.last()
    tree = nodes.tree_of(before, FOLDER / "before") if trials.wants(UPGRADE) else ROOT
    try:
        with nodes.running(FOLDER, tree) as running:
            print(f"{len(running.running)} processes serve", flush=True)
            return _trials(args, trials, running, before, began)
    finally:
        if args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
            for log in [*FOLDER.glob("*.log"), *FOLDER.glob("*.cfg")]:
                (args.keep / log.name).write_bytes(log.read_bytes())


def _trials(args: argparse.Namespace, trials: "Trials", running: "Nodes", before: str, began: float) -> int:
    from django.conf import settings

    from tests.crash.world import World
    from tests.ha import faults, store
    from tests.ha.scene import Scene

    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # that connections end is what this is about
    settings.BUCKET = store.bucket_of(running.swift.environment())
    if running.tree != ROOT:
        running.tree = ROOT
        running.stop("timer")
        running.start("timer")  # the first of the new version brings the database to its form
    scene = Scene(running, World(args.seed))
    trials.run(f"{UPGRADE} from {before} loses no request that retries", scene.upgraded)
    trials.run("any node serves any file", scene.any_file)
    trials.run("brakes hold across nodes", scene.brakes)
    trials.run("nothing is sent twice", scene.sent_once)
    trials.run("numbers for whoever watches", scene.watched)
    trials.run("without a database what was typed is kept", scene.form_kept)
    kinds = faults.Faults(scene, args.each)
    for kind in kinds.kinds:
        if trials.wants(kind):
            row = kinds.run(kind)
            trials.count(kind, row.is_good)
            print(f"{faults.table([row])}  ({row.seconds:.0f} s)", flush=True)
            for fault in [*row.lost, *row.doubled, *row.wrong]:
                print(f"FAILED {kind} (seed {args.seed}): {fault}", flush=True)
    trials.run("the whole history, every file read", scene.whole, always=True)
    store.run(trials, FOLDER, running.swift)  # last, as it puts a new key where this process alone finds it
    print(f"\n{faults.table(kinds.rows)}\n\nseed {args.seed}, {time.monotonic() - began:.0f} s")
    print(f"{trials.passed} passed, {trials.failed} failed", flush=True)
    return 1 if trials.failed or not trials.passed else 0


if __name__ == "__main__":
    sys.exit(main())
