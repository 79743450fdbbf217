"""A list goes through two hands before it is stored: the secretariat hands it in, another city compares it."""

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.evidence.lists import FIXED, TAKEN_BACK, FactRow, ReadList, Refusal
from huaihai.brands.models import HandedInList, ImportRun, LicenceFact, Penalty
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.governance import membership
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

MODELS: Final[dict[str, type[Penalty] | type[LicenceFact]]] = {"penalties": Penalty, "licences": LicenceFact}
ASKED_TOGETHER: Final = 200
LONGEST_SOURCE: Final = 300
_COMPARED: Final = ("credit_code", "kind", "is_taken_back", "decided_on", "gravity", "what", "valid_until")
KEY: Final = "brand_list"
_DAYS: Final = ("decided_on", "valid_until", "known_from", "known_until")
State = HandedInList.State


@dataclass(frozen=True)
class About:
    """What the list is of: where it stands, for which days and (empty: all) which city it is complete."""

    source: str
    known_from: date
    known_until: date
    region_code: str = ""


@dataclass(frozen=True)
class Sorted:
    """What would come of a list: rows that are new, those that correct a stored one, those that are there already."""

    new: tuple[FactRow, ...]
    corrections: tuple[tuple[FactRow, Any], ...]  # with the stored row that it replaces
    known: tuple[FactRow, ...]
    refused: tuple[Refusal, ...]

    @property
    def stored_count(self) -> int:
        return len(self.new) + len(self.corrections)


def sort(told: ReadList) -> Sorted:
    """Compare with what is stored; nothing is changed. A query for each two hundred rows."""
    stored = _stored(told)
    new, corrections, known, refused = [], [], [], list(told.refused)
    for row in told.rows:
        held = stored.get(row.key)
        if held is None and row.change == FIXED:
            refused.append(Refusal(row.line, "nothing-to-correct"))
        elif held is None:
            new.append(row)
        elif _is_same(held, row, told.about):
            known.append(row)
        elif row.change in (FIXED, TAKEN_BACK):
            corrections.append((row, held))
        else:
            refused.append(Refusal(row.line, "differs"))
    refused.sort(key=lambda one: one.line)
    return Sorted(tuple(new), tuple(corrections), tuple(known), tuple(refused))


def store(told: ReadList, about: About, *, by: Actor, at: datetime) -> ImportRun:
    """For the operator's command: what a person hands in goes by `handing`. Raises NotAllowed, Unfit, Moved."""
    if by.kind != "system":
        raise NotAllowed(_("A list counts once somebody of another city has compared it with its source."))
    return stored(told, about, by=by, at=at)


def stored(told: ReadList, about: About, *, by: Actor, at: datetime) -> ImportRun:
    """Store what is new in it; the caller has asked who may. The same list again stores no row twice. Raises Unfit,
    Moved.
    """
    source = fitted_source(about, local_day(at))
    try:
        with transaction.atomic():
            result = sort(told)
            run = ImportRun(
                about=told.about,
                source=source,
                region_code=about.region_code,
                known_from=about.known_from,
                known_until=about.known_until,
                file_sha256=told.sha256,
                rows_read=told.rows_read,
                rows_new=result.stored_count,
                rows_refused=len(result.refused),
                at=at,
                by=by.key,
            )
            rows = list(_rows(run, result, by=by, at=at))
            store_sealed(
                f"brands:{told.about}",
                "brand_list_imported",
                [run, *rows],
                by=by,
                at=at,
                facts={
                    "run": str(run.pk),
                    "from": about.known_from.isoformat(),
                    "until": about.known_until.isoformat(),
                    "new": result.stored_count,
                },
            )
    except IntegrityError as error:  # somebody else was reading in at the same moment
        raise Moved(newest(told.about)) from error
    return run


def newest(about: str) -> ImportRun | None:
    """The last list that was read in."""
    found: ImportRun | None = ImportRun.objects.filter(about=about).first()
    return found


def fitted_source(about: About, today: date) -> str:
    """Where the list can be read, as it is kept. Raises Unfit (source, known_until)."""
    try:
        source = storable_name(about.source)
    except UnstorableTextError as error:
        raise Unfit("source", _("This holds signs that cannot be stored.")) from error
    if not source or len(source) > LONGEST_SOURCE:
        raise Unfit("source", _("Please say where the list can be read."))
    if about.known_until > today:
        raise Unfit("known_until", _("A list cannot tell of days to come."))
    if about.known_from > about.known_until:
        raise Unfit("known_until", _("The last day lies before the first."))
    return source


def _stored(told: ReadList) -> dict[tuple[str, str], Any]:
    model, found = MODELS[told.about], {}
    for part in batched({row.number for row in told.rows}, ASKED_TOGETHER):
        for held in model.objects.standing().filter(number__in=part):
            found[held.authority, held.number] = held
    return found


def _is_same(held: Any, row: FactRow, about: str) -> bool:
    facts = row.facts(about)
    return all(getattr(held, name) == facts[name] for name in _COMPARED if name in facts)


def _rows(run: ImportRun, result: Sorted, *, by: Actor, at: datetime) -> Iterable[SealedModel]:
    told: Sequence[tuple[FactRow, Any]] = [*((row, None) for row in result.new), *result.corrections]
    model = MODELS[run.about]
    for row, replaced in told:
        yield model(run=run, replaces=replaced, at=at, by=by.key, **row.facts(run.about))


def keep(session: SessionBase, told: ReadList, about: About) -> None:
    """Keep what was read; one list at a time."""
    session[KEY] = packed(told, about)


def held(session: SessionBase) -> tuple[ReadList, About] | None:
    """What was kept; None if nothing was."""
    kept = session.get(KEY)
    return unpacked(kept) if kept else None


def packed(told: ReadList, about: About) -> str:
    """A list with what it is of, as one text."""
    said = json.dumps({"list": asdict(told), "about": asdict(about)}, ensure_ascii=False, default=str)
    return base64.b64encode(zlib.compress(said.encode())).decode()


def unpacked(text: str) -> tuple[ReadList, About]:
    """What `packed` made one text of."""
    said = json.loads(zlib.decompress(base64.b64decode(text)))
    told = said["list"]
    read = ReadList(
        about=told["about"],
        rows=tuple(FactRow(**_with_days(row)) for row in told["rows"]),
        refused=tuple(Refusal(**row) for row in told["refused"]),
        left_out=tuple(told["left_out"]),
        sha256=told["sha256"],
    )
    return read, About(**_with_days(said["about"]))


def drop(session: SessionBase) -> None:
    """It was read in, or is not wanted."""
    session.pop(KEY, None)


def _with_days(said: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(said[name]) for name in _DAYS if said.get(name)}
    return said | days


def hand_in(told: ReadList, about: About, *, by: Actor, at: datetime) -> HandedInList:
    """Keep it until somebody of another city has compared it; the same file waits once. Raises NotAllowed, Unfit."""
    powers.require_office(by, at)
    if by.organisation is None or by.account_id is None:
        raise NotAllowed(_("Only the secretariat can do that."))
    source = fitted_source(about, local_day(at))
    with transaction.atomic():
        known: HandedInList | None = HandedInList.objects.filter(
            file_sha256=told.sha256, about=told.about, state=State.WAITING
        ).first()
        if known is not None:
            return known
        made: HandedInList = HandedInList.objects.create(
            about=told.about,
            source=source,
            file_sha256=told.sha256,
            packed=packed(told, about),
            handed_by_id=by.account_id,
            handed_for=by.organisation.city or by.organisation,
            handed_at=at,
        )
        facts = {"about": told.about, "file": told.sha256, "rows": told.rows_read}
        events.write(subject=made.record_key, verb="brand_list_handed_in", by=by.key, at=at, facts=facts)
    return made


def read_in(row: HandedInList, *, by: Actor, at: datetime) -> HandedInList:
    """It says what its source says: it is read in. Raises NotAllowed, NotPossible, Unfit, Moved."""
    with transaction.atomic():
        held, city = _held(row, by, at)
        held.run = stored(*unpacked(held.packed), by=by, at=at)
        _answer(held, State.READ_IN, "", city, by=by, at=at)
    return held


def refuse(row: HandedInList, *, why: str, by: Actor, at: datetime) -> HandedInList:
    """It does not: nothing of it is stored. Raises NotAllowed, NotPossible, Unfit."""
    said = storable_name(why)[:300]
    if not said:
        raise Unfit("answer", _("Please say what is otherwise."))
    with transaction.atomic():
        held, city = _held(row, by, at)
        _answer(held, State.REFUSED, said, city, by=by, at=at)
    return held


def why_not(row: HandedInList, by: Actor, at: datetime) -> str:
    """Why the actor does not compare this list; empty for somebody of another member city."""
    city = powers.city_of(by)
    if city is None or by.account_id is None or not membership.is_member(city, on=local_day(at)):
        return _("Only staff of a city's association can do that.")
    if f"account:{row.handed_by_id}" in persons.keys_of(by) or row.handed_for == city:
        return _("Somebody of another city has to compare it with its source.")
    return ""


def _held(row: HandedInList, by: Actor, at: datetime) -> tuple[HandedInList, Organisation]:
    rows = HandedInList.objects.select_for_update(of=("self",)).select_related("handed_for")
    held: HandedInList = rows.get(pk=row.pk)
    city, reason = powers.city_of(by), why_not(held, by, at)
    if reason or city is None:
        raise NotAllowed(reason)
    if held.state != State.WAITING:
        raise NotPossible(_("This was decided meanwhile."))
    return held, city


def _answer(
    held: HandedInList, state: HandedInList.State, answer: str, city: Organisation, *, by: Actor, at: datetime
) -> None:
    held.state, held.answer, held.answered_at = state, answer, at
    held.answered_by_id, held.answered_for = by.account_id, city
    held.save()
    verb = "brand_list_compared" if state == State.READ_IN else "brand_list_refused"
    events.write(subject=held.record_key, verb=verb, by=by.key, at=at, text=answer)
