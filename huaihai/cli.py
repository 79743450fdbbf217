"""The command `huaihai`: one group of commands a room, each in that room's `commands.py`.

Commands about the law and about text read only what ships in the package and start without Django.
"""

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from huaihai.kit.refusals import LANGUAGES, Refusal

# The first word of a command, and the room whose it is.
ROOMS = {
    "law": "law",
    "pack": "packs",
    "text": "kit.text",
    "files": "kit.filestore",
    "keys": "kit.keys",
    "record": "record",
    "backup": "record.backups",
    "restore": "record.backups",
    "witness": "record.log",
    "verify": "record.verify",
    "members": "members",
    "governance": "governance",
    "education": "education",
    "assistants": "education.assistants",
    "cases": "cases",
    "triage": "cases.triage",
    "passport": "cases.passport",
    "clauses": "law.clauses",
    "compensation": "compensation",
    "supervision": "supervision",
    "brands": "brands",
    "insight": "insight",
    "serve": "front",
    "doctor": "front.health",
    "mirror": "front.mirror",
    "leave": "front.leaving",
    "take-in": "front.leaving",
    "let-go": "front.leaving.going",
    "close": "front.leaving.going",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (2: the input was wrong)."""
    parser = _Parser(prog="huaihai", description="Huaihai, for officers and operators.")
    parser.add_argument("--version", action=_Version, nargs=0, help="version, commit, Python and database")
    groups = parser.add_subparsers(metavar="COMMAND", required=True)
    given = sys.argv[1:] if argv is None else argv
    all_rooms = dict.fromkeys(ROOMS.values())  # some have two words
    asked = [ROOMS[given[0]]] if given and given[0] in ROOMS else all_rooms  # one room, or help with all
    for room in asked:
        importlib.import_module(f"huaihai.{room}.commands").add_to(groups)
    args = parser.parse_args(argv)
    try:
        return _answered(args, is_program=argv is None)
    except SystemExit as end:
        if not (why := getattr(end, "why", None)):  # of keys that cannot be used: in the reader's language
            raise
        from huaihai.kit import speaking

        with speaking.language(args.lang):
            speaking.refuse(why)
        return 1
    except ValueError as error:
        if not hasattr(
            error, "zh"
        ):  # of a pack that it cannot start from; the law room's answers catch theirs
            raise
        print(f"huaihai: {error if args.lang == 'en' else error.zh}", file=sys.stderr)
        return 2


def _answered(args: argparse.Namespace, *, is_program: bool) -> int:
    """`is_program`: this is not a call from one that has started already."""
    if args.needs_django:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
        # With public keys alone (`huaihai verify --public`), or before there are any (`huaihai restore`).
        is_public = is_program and getattr(args, "public", False)
        if is_public:
            os.environ["HUAIHAI_PUBLIC"] = "1"
        import django

        gc.disable()  # what is made now stays: none of the next collections looks through it
        django.setup()
        gc.freeze()
        gc.enable()
        if is_program and not is_public:
            importlib.import_module("huaihai.kit.key_check").compare()
        return _run(args)
    if getattr(args, "speaks", False):  # with words of the catalogues, and without settings
        from huaihai.kit import speaking

        with speaking.language(args.lang):
            return int(args.run(args) or 0)
    return int(args.run(args) or 0)


class _Parser(argparse.ArgumentParser):
    """What runs something takes `--lang`. The law, which knows nobody, brings its own."""

    def set_defaults(self, **given: Any) -> None:
        if "run" in given and self.get_default("lang") is None:
            self.add_argument(
                "--lang", choices=sorted(LANGUAGES), default="zh", help="language of the answer (default: zh)"
            )
        super().set_defaults(**given)


class _Version(argparse.Action):
    """Says it and ends, also where there are no keys or no database."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        os.environ["HUAIHAI_PUBLIC"] = "1"
        from huaihai import settings, version

        print(version.in_words(version.database(settings.DATABASES["default"])))
        parser.exit()


def _run(args: argparse.Namespace) -> int:
    """In the reader's language. Without its database a command says so in one line."""
    from django.db import connection

    from huaihai.kit import outages, pool, speaking

    with speaking.language(args.lang):
        try:
            return int(args.run(args) or 0)
        except outages.ERRORS as error:
            of_server = connection.vendor == "postgresql"
            why = (of_server and pool.why_not(connection.settings_dict)) or pool.first_line(error)
            speaking.refuse(Refusal(speaking.NO_DATABASE, why=why))
            return 2


if __name__ == "__main__":
    sys.exit(main())
