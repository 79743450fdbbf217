"""A virus scanner looks at a file before it is taken, where the operator has one (clamd, `HUAIHAI_CLAMD`).

It is one more look, and no gate that can shut: whatever people are shown is drawn anew or only saved. So a file is
taken, too, while the scanner does not answer, and stands among those not looked at until `huaihai files scan`.
"""

import logging
import socket
from collections.abc import Iterable, Iterator
from typing import Final

from django.conf import settings

from huaihai.kit.filestore import refusals, sealed
from huaihai.kit.filestore.stores import store

log = logging.getLogger(__name__)
SECONDS: Final = 30
UNSCANNED, SHUT = "unscanned", "shut"
_LONGEST_ANSWER: Final = 1024
_silent = False  # said once, until it answers again


class NoScanner(OSError):
    """It does not answer."""


class NotLookedAt(NoScanner):
    """It answers that it cannot look at this one (too large for its settings)."""


def look(contents: Iterable[bytes], name: str) -> bool:
    """Ask the scanner, if there is one; False if it did not answer. Raises Refused for a finding."""
    if not settings.CLAMD:
        return True
    try:
        finding = ask(contents)
    except NoScanner as error:
        _say_once(error)
        return False
    _say_once(None)
    if finding:
        log.warning("clamd found %s in a file, which was refused", finding)
        raise refusals.infected(name)
    return True


def mark(sha256: str, *, is_looked_at: bool) -> None:
    """Remember a stored file that was not looked at; one that was needs no mark any more."""
    if is_looked_at:
        if settings.CLAMD or not settings.BUCKET:  # without a scanner nothing was ever marked
            store().remove(UNSCANNED, sha256)
    else:
        _put(UNSCANNED, sha256)


def unscanned() -> list[str]:
    """The hashes of files that were taken while the scanner did not answer."""
    return sorted(one.name for one in store().all(UNSCANNED))


def is_shut(sha256: str) -> bool:
    """Whether something was found in it after it was taken: then it leaves no more as it came."""
    return store().has(SHUT, sha256)


def look_again() -> Iterator[tuple[str, str]]:
    """Hash and finding ("" for none) of every file not looked at yet that it can look at. Raises NoScanner."""
    for sha256 in unscanned():
        try:
            finding = ask(sealed.open_original(sha256))
        except NotLookedAt:
            continue
        except FileNotFoundError:  # removed since
            finding = ""
        if finding:
            _put(SHUT, sha256)
        mark(sha256, is_looked_at=True)
        yield sha256, finding


def ask(contents: Iterable[bytes]) -> str:
    """What clamd finds in the contents, "" for nothing (its command INSTREAM). Raises NoScanner."""
    try:
        with _connected() as wire:
            wire.sendall(b"zINSTREAM\0")
            for chunk in contents:
                wire.sendall(len(chunk).to_bytes(4, "big") + chunk)
            wire.sendall(bytes(4))
            answer = _answer(wire)
    except OSError as error:
        raise NoScanner(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise NotLookedAt(f"it answers {answer!r}")


def _connected() -> socket.socket:
    kind, _colon, rest = settings.CLAMD.partition(":")
    if kind == "unix":
        wire = socket.socket(socket.AF_UNIX)
        wire.settimeout(SECONDS)
        try:
            wire.connect(rest)
        except OSError:
            wire.close()
            raise
        return wire
    return socket.create_connection((kind, int(rest or 3310)), timeout=SECONDS)


def _answer(wire: socket.socket) -> str:
    held = b""
    while b"\0" not in held and len(held) < _LONGEST_ANSWER and (part := wire.recv(_LONGEST_ANSWER)):
        held += part
    return held.partition(b"\0")[0].decode(errors="replace").strip()


def _put(which: str, sha256: str) -> None:
    """An empty file under the hash: that is all there is to remember, and the store needs no table for it."""
    store().write(which, sha256, lambda: iter(()))


def _say_once(error: NoScanner | None) -> None:
    global _silent  # noqa: PLW0603 -- one state for the process
    if error is not None and not _silent:
        log.warning("clamd does not answer (%s): files are taken and marked as not looked at", error)
    elif error is None and _silent:
        log.warning("clamd answers again; huaihai files scan looks at what was taken meanwhile")
    _silent = error is not None
