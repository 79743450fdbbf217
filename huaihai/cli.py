"""The command `huaihai`: one group of commands a room, each in that room's `commands.py`.

Commands about the law and about text read only what ships in the package and start without Django.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

ROOMS = (
    "law",
    "kit.text",
    "record",
    "members",
    "governance",
    "education",
    "cases",
    "cases.triage",
    "compensation",
    "supervision",
    "brands",
    "insight",
    "front",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (2: the input was wrong)."""
    parser = argparse.ArgumentParser(prog="huaihai", description="Huaihai, for officers and operators.")
    groups = parser.add_subparsers(metavar="COMMAND", required=True)
    for room in ROOMS:
        importlib.import_module(f"huaihai.{room}.commands").add_to(groups)
    args = parser.parse_args(argv)
    if args.needs_django:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
        import django

        django.setup()
        if argv is None:  # a program of its own, and not a call from one that has started already
            importlib.import_module("huaihai.kit.key_check").compare()
        return _run(args)
    return int(args.run(args) or 0)


def _run(args: argparse.Namespace) -> int:
    """Without its database a command says so in one line."""
    from huaihai.kit import outages

    try:
        return int(args.run(args) or 0)
    except outages.ERRORS as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        print(f"huaihai: cannot use the database: {lines[0]}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
