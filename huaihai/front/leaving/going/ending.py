"""The alliance ends: an archive for every city, what is public as a static copy, and one page that says so and where
each city's complaints are now.
"""

import csv
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from huaihai import alliance
from huaihai.cases.moved import verbs as moved
from huaihai.cases.moved.ended import ENDED, SUBJECT, ended
from huaihai.front.leaving import archive, history, making
from huaihai.front.leaving.making import Receiver
from huaihai.kit import versions
from huaihai.kit.clock import local_day
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _
from huaihai.members.actors import Actor
from huaihai.record import events

ARCHIVES, PUBLIC = "archives", "public"
HEAD: Final = ("city", "to", "title", "address")


class NotEnded(Refusal):
    """Why nothing is closed."""


def receivers(path: Path, named: Callable[[str], Receiver], skipped: Collection[str]) -> dict[str, Receiver]:
    """From a table with the columns city, to, and if wanted title and address: for whom each city's archive is. Raises
    NotEnded for a city that has none and is not skipped."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        if not {"city", "to"} <= set(table.fieldnames or ()):
            raise NotEnded(_("%(file)s: the first line must name the columns city,to"), file=path)
        rows = {(row["city"] or "").strip(): row for row in table}
    found: dict[str, Receiver] = {}
    for city in still_here():
        if city in skipped:
            continue
        row = rows.pop(city, None)
        if row is None or not (row["to"] or "").strip():
            words = _(
                "%(file)s has no key for %(city)s: add a line, or leave the city out with --skip %(city)s"
            )
            raise NotEnded(words, file=path, city=city)
        one = named(row["to"].strip())
        title, address = (row.get("title") or "").strip(), (row.get("address") or "").strip()
        found[city] = Receiver(one.age, title or one.title, address or one.address, one.keys)
    if others := sorted(set(rows) - set(skipped)):
        raise NotEnded(_("%(cities)s: no city that is here"), cities=", ".join(others))
    return found


def still_here() -> list[str]:
    """The cities of the alliance that did not go yet."""
    gone = {move.city for move in moved.gone()}
    return [city for city in alliance.load().city_codes if city not in gone]


def archives(folder: Path, given: dict[str, Receiver], *, by: Actor, at: datetime) -> list[Path]:
    """One for each city; one that is there from a run that was stopped, and is still right, stays. Raises CannotLeave,
    CannotCarry, NotEnded."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for city, receiver in given.items():
        path = folder / f"{city}.huaihai"
        if not path.exists():
            making.leave(city, path, to=receiver, by=by, at=at)
        elif not _is_right(city, path):
            raise NotEnded(_("%(file)s is another archive: move it away, then again"), file=path)
        made.append(path)
    return made


def note(given: dict[str, Receiver], *, by: Actor, at: datetime) -> None:
    """From now on the site says that the alliance has ended. Again changes nothing."""
    if ended() is not None:
        return
    cities = {city: {"title": one.title, "address": _site(one.address)} for city, one in given.items()}
    with transaction.atomic():
        facts = {"on": local_day(at).isoformat(), "cities": cities}
        events.write(subject=SUBJECT, verb=ENDED, by=by.key, at=at, facts=facts)
        versions.changed()


def _is_right(city: str, path: Path) -> bool:
    made = events.history(history.subject_of(city)).filter(verb=history.MADE).last()
    facts = made.facts if made else {"archive": "", "root": ""}
    return (facts["archive"], facts["root"]) == (archive.sha256_of(path), making.root(city))


def _site(address: str) -> str:
    """A description names where its messages go; people go to the site."""
    return address.removesuffix("/passport")
