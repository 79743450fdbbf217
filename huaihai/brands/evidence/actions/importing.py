"""Storing a list of penalties or licences: new rows, corrections that name the old row, and the run itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.brands.evidence.list_rows import FIXED, TAKEN_BACK, FactRow, Refusal
from huaihai.brands.evidence.lists import ReadList
from huaihai.brands.models import ImportRun, LicenceFact, Penalty
from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.members.actors import Actor

MODELS: Final[dict[str, type[Penalty] | type[LicenceFact]]] = {"penalties": Penalty, "licences": LicenceFact}
ASKED_TOGETHER: Final = 200
LONGEST_SOURCE: Final = 300
_COMPARED: Final = ("credit_code", "kind", "is_taken_back", "decided_on", "gravity", "what", "valid_until")


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
