"""Reports of signs that are not right: taken from anybody, looked at by staff, handed on or closed."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands.conduct.actions import reporting
from huaihai.brands.marks import checking
from huaihai.brands.marks.payload import MOST
from huaihai.brands.marks.reading import text_in
from huaihai.brands.models import ConductReport, MisuseReport, MisuseStep
from huaihai.brands.models.marks import MISUSE
from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

LONGEST: Final = 2000
LONGEST_WHERE: Final = 300
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def report(
    *,
    what: str,
    where: str,
    mark_text: str = "",
    photo: Stored | None = None,
    client_key: UUID,
    by: Actor,
    at: datetime,
) -> MisuseReport:
    """Take what somebody saw; the same `client_key` again gives the same report. Raises Unfit."""
    told, place = storable(what).strip(), storable_name(where)
    if not told or len(told) > LONGEST:
        raise Unfit("what", _("Please say what you saw, in at most 2,000 characters."))
    if not place or len(place) > LONGEST_WHERE:
        raise Unfit("where", _("Please say where you saw it."))
    with transaction.atomic():
        if (held := MisuseReport.objects.filter(client_key=client_key).first()) is not None:
            return held
        text = text_in(mark_text)[:MOST]
        named = checking.of_text(text)
        made = MisuseReport(
            number=_new_number(),
            what=told,
            where=place,
            mark_text=text,
            mark_number=named.number if named is not None else "",
            client_key=client_key,
            at=at,
        )
        if photo is not None:
            made.photo_sha256, made.photo_kind = photo.sha256, photo.kind
            made.photo_derivative = photo.derivative
        _write(made, "report", [made], by, at)
    return made


def look_at(row: MisuseReport, *, said: str = "", seen: int, by: Actor, at: datetime) -> MisuseStep:
    """Somebody of staff has read it. Raises NotAllowed, NotPossible, Moved."""
    return _step(row, "look at", said=said, seen=seen, by=by, at=at)


def hand_on(row: MisuseReport, *, to: str, said: str, seen: int, by: Actor, at: datetime) -> MisuseStep:
    """To the conduct of the holder whose mark it is, or to 12315: breaches of law are for the authority.

    Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    if to not in MisuseStep.To.values:
        raise Unfit("to", _("Please choose who goes on with it."))
    text = storable(said).strip()
    if not text:
        raise Unfit("said", _("Please say in a few words what they should know."))
    if to == MisuseStep.To.CONDUCT and row.mark is None:
        raise Unfit(
            "to", _("No genuine mark is known here, so there is no holder whose conduct it could be.")
        )
    with transaction.atomic():
        made = _step(row, "hand on", to=to, said=text, seen=seen, by=by, at=at)
        if to == MisuseStep.To.CONDUCT and row.mark is not None:
            origin = ConductReport.Origin.MISUSE
            reporting.hand_in(row.mark.entry, origin=origin, text=text, source=row.record_key, by=by, at=at)
    return made


def close(row: MisuseReport, *, said: str, seen: int, by: Actor, at: datetime) -> MisuseStep:
    """It is done with, for this reason. Raises NotAllowed, NotPossible, Moved, Unfit."""
    if not storable(said).strip():
        raise Unfit("said", _("Please say why it is closed."))
    return _step(row, "close", said=said, seen=seen, by=by, at=at)


def _step(
    row: MisuseReport, verb: str, *, to: str = "", said: str, seen: int, by: Actor, at: datetime
) -> MisuseStep:
    if not works(by) or by.organisation is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    with transaction.atomic():
        held = MisuseReport.objects.select_for_update().get(pk=row.pk)
        if held.version != seen:
            raise Moved(held)
        held.stage, held.version = MISUSE.after(verb, held.stage), held.version + 1
        body = by.organisation.city or by.organisation
        text = storable(said).strip()[:500]
        made = MisuseStep(report=held, verb=verb, to=to, said=text, body=body, at=at, by=by.key)
        _write(held, verb, [made], by, at)
        held.save(update_fields=["stage", "version"])
    row.stage, row.version = held.stage, held.version
    return made


def _write(row: MisuseReport, verb: str, rows: Iterable[SealedModel], by: Actor, at: datetime) -> None:
    name = f"brand_misuse_{verb.replace(' ', '_')}"
    store_sealed(row.record_key, name, list(rows), by=by, at=at, facts={"number": row.number})


def _new_number() -> str:
    """A receipt number that nobody can guess: 8 characters without those that look alike."""
    while True:
        drawn = "".join(secrets.choice(_LETTERS) for _n in range(8))
        number = f"M-{drawn[:4]}-{drawn[4:]}"
        if not MisuseReport.objects.filter(number=number).exists():
            return number
