"""Re-visits, written down by one visitor and confirmed by another; and slips for buyers on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands import powers
from huaihai.brands.evidence import checklist, ratings
from huaihai.brands.life import DIRECTORY
from huaihai.brands.models import Entry, Revisit, RevisitConfirmation, RevisitPhoto, Slip, SlipSheet
from huaihai.brands.moving import lock, moving
from huaihai.brands.office.forms import PlainForm
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import UnstorableTextError, storable
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.powers import works

MOST = 30
GOOD_FOR = timedelta(days=21)  # a week to make the visit, two for the buyer to answer
WRITTEN_WITHIN = timedelta(days=14)  # of the visit: later nobody remembers
MOST_PHOTOS = 10
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Visitor:
    """Somebody who may visit, and the city that it is for."""

    account: UUID
    city: Organisation


def require_visitor(entry: Entry, by: Actor, on: date) -> Visitor:
    """Somebody who may visit: staff of a city, who has declared to have no conflict of interest.

    Raises NotAllowed, NotPossible (nothing was declared yet).
    """
    if powers.is_of_city(by, entry):
        # They may come along, as long as one of the two is no neighbour.
        powers.require_free(entry, by)
    else:
        powers.require_outsider(entry, by, on)
    return _visitor(by)


def _visitor(by: Actor) -> Visitor:
    city = powers.city_of(by)
    if city is None or by.account_id is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    return Visitor(by.account_id, city)


class SlipForm(PlainForm):
    """How many slips?"""

    count = forms.IntegerField(
        label=gettext_lazy("How many slips (at most 30)?"), min_value=1, max_value=MOST, initial=20
    )


@page(
    "slips/new",
    "",
    gettext_lazy("Make slips for buyers"),
    "",
    form=SlipForm,
    lead=gettext_lazy(
        "Hand the slips to people who have just bought or eaten here, and to nobody else. Each is good once, for three "
        "weeks. What they say counts once the re-visit is confirmed."
    ),
    button=gettext_lazy("Make them"),
    may=lambda actor, _entry: works(actor) and actor.account_id is not None,
    to=lambda made: reverse("office-brand-slips", args=[made.entry_id, made.pk]),
)
def make_sheet(entry: Entry, *, count: int, by: Actor, at: datetime) -> SlipSheet:
    """Slips that a visitor carries along. The record, which is public, hears of them with the re-visit: nobody shall
    know beforehand that somebody comes. Raises NotAllowed, NotPossible (there are unused ones), Unfit.
    """
    visitor = require_visitor(entry, by, local_day(at))
    if not 1 <= count <= MOST:
        raise Unfit("count", _("Between 1 and 30 slips."))
    if entry.stage not in DIRECTORY:
        raise NotPossible(_("Only what stands in the directory is rated."))
    today = local_day(at)
    with transaction.atomic():
        lock(entry.pk)
        if SlipSheet.objects.filter(entry=entry, revisit=None, expires_on__gte=today).exists():
            raise NotPossible(_("There are slips for this entry that were not handed out yet."))
        sheet = SlipSheet.objects.create(
            entry=entry,
            account_id=visitor.account,
            slips_count=count,
            made_at=at,
            expires_on=today + GOOD_FOR,
        )
        Slip.objects.bulk_create(
            Slip(sheet=sheet, code_hash=ratings.fingerprint(ratings.code(sheet.pk, number)))
            for number in range(1, count + 1)
        )
    return sheet


def sheet_of(entry: Entry, visitor: Visitor, visited_on: date) -> SlipSheet | None:
    """The slips that this visitor had along."""
    rows = SlipSheet.objects.filter(entry=entry, account=visitor.account, revisit=None)
    found: SlipSheet | None = rows.filter(expires_on__gte=visited_on).first()
    return found


def hand_out(sheet: SlipSheet, revisit: Revisit) -> None:
    """They belong to this re-visit from now on."""
    sheet.revisit = revisit
    sheet.save(update_fields=["revisit"])


def record(
    entry: Entry,
    *,
    client_key: UUID,
    visited_on: date,
    answers: Mapping[str, str],
    note: str = "",
    photos: Sequence[Stored] = (),
    by: Actor,
    at: datetime,
) -> Revisit:
    """Store what the first visitor found; the same key again stores nothing. It counts once the second confirms.

    Slips that this visitor made for the entry and has not handed out before go with it. Raises NotAllowed,
    NotPossible, Unfit.
    """
    visitor = require_visitor(entry, by, local_day(at))
    _check(entry, visited_on, answers, local_day(at))
    known = Revisit.objects.filter(client_key=client_key).first()
    if known is not None:
        return _same(known, entry, by)
    made = Revisit(
        entry=entry,
        client_key=client_key,
        visited_on=visited_on,
        note=_note(note),
        account_id=visitor.account,
        body=visitor.city,
        at=at,
        by=by.key,
        **_seen(answers),
    )
    with transaction.atomic():
        with moving(entry, "note", who=Who.STAFF, noted="revisit stored", by=by, at=at) as move:
            move.rows += [made, *(_photo(made, one, at) for one in photos[:MOST_PHOTOS])]
            sheet = sheet_of(entry, visitor, visited_on)
            move.facts |= {"visited_on": visited_on.isoformat(), "slips": sheet.slips_count if sheet else 0}
        if sheet is not None:
            hand_out(sheet, made)
    return made


def confirm(
    revisit: Revisit, *, agrees: bool, remark: str = "", by: Actor, at: datetime
) -> RevisitConfirmation:
    """The second visitor says that it was so, or what was otherwise. Raises NotAllowed, NotPossible, Unfit."""
    visitor = require_visitor(revisit.entry, by, local_day(at))
    if revisit.account_id == visitor.account:
        raise NotAllowed(_("Somebody else who was there has to confirm it."))
    if revisit.body_id == visitor.city.pk == revisit.entry.body_id:
        raise NotAllowed(_("One of the two visitors has to come from another city."))
    if not agrees and powers.is_of_city(
        by, revisit.entry
    ):  # one neighbour alone does not undo what was found
        raise NotAllowed(_("People of the entry's own city do not decide about it."))
    words = _note(remark)[:300]
    if not agrees and not words:
        raise Unfit("remark", _("Please say what was otherwise."))
    with moving(revisit.entry, "note", who=Who.STAFF, noted="revisit confirmed", by=by, at=at) as move:
        if RevisitConfirmation.objects.filter(revisit=revisit).exists():
            raise NotPossible(_("Somebody has answered this meanwhile."))
        made = RevisitConfirmation(
            revisit=revisit,
            agrees=agrees,
            remark=words,
            account_id=visitor.account,
            body=visitor.city,
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.facts |= {"revisit": str(revisit.pk), "agrees": agrees}
        if agrees:
            move.facts |= {"failed": list(revisit.failed), "is_failed": revisit.is_failed}
    return made


def _check(entry: Entry, visited_on: date, answers: Mapping[str, str], today: date) -> None:
    if not today - WRITTEN_WITHIN <= visited_on <= today:
        raise Unfit("visited_on", _("A re-visit is written down within fourteen days."))
    asked = {item.key for item in checklist.for_kind(entry.kind)}
    if set(answers) != asked or any(answer not in checklist.ANSWERS for answer in answers.values()):
        raise Unfit("", _("Please answer every item of the list."))
    if all(answer == checklist.NOT_APPLICABLE for answer in answers.values()):
        raise Unfit("", _("Something must have been seen at a visit."))


def _note(typed: str) -> str:
    try:
        return storable(typed).strip()[:LONGEST_NOTE]
    except UnstorableTextError as error:
        raise Unfit("note", _("This holds signs that cannot be stored.")) from error


def _seen(answers: Mapping[str, str]) -> dict[str, Any]:
    """The answers, by which list they were asked, and what follows from them."""
    return {
        "checklist": checklist.fingerprint(),
        "answers": dict(answers),
        "failed": list(checklist.failed_items(answers)),
        "is_failed": checklist.is_failed(answers),
    }


def _photo(revisit: Revisit, one: Stored, at: datetime) -> RevisitPhoto:
    return RevisitPhoto(
        revisit=revisit,
        kind=one.kind,
        size=one.size,
        sha256=one.sha256,
        derivative=one.derivative,
        at=at,
    )


def _same(known: Revisit, entry: Entry, by: Actor) -> Revisit:
    if known.entry_id != entry.pk or known.account_id != by.account_id:
        raise NotAllowed(_("This re-visit is stored already."))
    return known
