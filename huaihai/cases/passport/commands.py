"""`huaihai passport check FILE…`: whether a message, a thread or a descriptor fits. No settings, no database."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.codes import PEER_FORMAT

if TYPE_CHECKING:  # with pydantic, which no other command needs
    from huaihai.cases.passport.checking import Kind
    from huaihai.cases.passport.peers import Keys, Peer

FITS, DOES_NOT, BAD_INPUT = 0, 1, 2
EVIDENCE: Final = "evidence"
_IS_PEER: Final = f'"format":"{PEER_FORMAT.removesuffix("1")}'.encode()


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `passport check` to the program."""
    passport = groups.add_parser("passport", help="cases that go to installations of other makers")
    leaves = passport.add_subparsers(metavar="COMMAND", required=True)
    meaning = "whether messages, threads and descriptors fit (0: all, 1: something does not, 2: a file cannot be read)"
    check = leaves.add_parser("check", help=meaning, description=meaning)
    check.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a message or descriptor (.json), a thread (.jsonl, or a folder of messages with a folder evidence)",
    )
    check.add_argument(
        "--keys", type=Path, metavar="FILE", help="descriptors of the installations, one a line"
    )
    check.set_defaults(run=run_check, needs_django=False, speaks=True)


def run_check(args: argparse.Namespace) -> int:
    """A line for each file: it fits, or where and why it does not."""
    from django.utils.translation import gettext as _

    from huaihai.cases.passport.peers import Keys
    from huaihai.kit import speaking

    colon, now, answer = _(": "), datetime.now(UTC), FITS  # noqa: TID251 # without settings there is no other clock
    try:
        keys = Keys(_peers(args.keys))
    except OSError as error:
        speaking.refuse(error)
        return BAD_INPUT
    except Bad as bad:
        speaking.refuse(colon.join(filter(None, (str(args.keys), bad.where, speaking.in_words(bad)))))
        return BAD_INPUT
    for path in args.files:
        try:
            _check(path, keys, now)
            print(colon.join((str(path), _("fits"))))
        except OSError as error:
            speaking.refuse(error)
            return BAD_INPUT
        except Bad as bad:
            answer = DOES_NOT
            print(colon.join(filter(None, (str(path), bad.where, f"{speaking.in_words(bad)} ({bad.code})"))))
    return answer


def _peers(path: Path | None) -> Iterator["Peer"]:
    from huaihai.cases.passport import peers

    for line in path.read_bytes().splitlines() if path else ():
        yield peers.read(line)


def _check(path: Path, keys: "Keys", now: datetime) -> None:
    from huaihai.cases.passport import checking

    data, beside = _read(path)
    kind: Kind = "thread" if path.is_dir() or path.suffix == ".jsonl" else "message"
    if kind == "message" and _IS_PEER in data:
        kind = "peer"
    checking.check(kind, data, keys, now=now, beside=beside)


def _read(path: Path) -> tuple[bytes, Mapping[str, bytes]]:
    """A file; of a folder its messages in the order of their names, and the evidence beside them by their names."""
    if not path.is_dir():
        return path.read_bytes(), {}
    messages = [one.read_bytes() for one in sorted(path.glob("*.json"))]
    files: Any = sorted((path / EVIDENCE).iterdir()) if (path / EVIDENCE).is_dir() else ()
    return b"\n".join(messages), {one.name: one.read_bytes() for one in files}
