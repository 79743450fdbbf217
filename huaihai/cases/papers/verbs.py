"""Issuing a paper under the next number of its series, in one transaction; taking its signed scan in."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import Case, IssuedPaper, PaperScan, PaperSeries
from huaihai.cases.papers import building
from huaihai.cases.papers.offers import Offer
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.papers import squares
from huaihai.desk.papers.official import OfficialPaper, as_facts
from huaihai.kit import contact_codes, filestore
from huaihai.law import papers
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

MOST_SCANS = 20
SCANNED = ("application/pdf", "image/jpeg", "image/png", "image/heic")

type Build = Callable[[str], OfficialPaper]  # from the number that was drawn


def issue(
    case: Case,
    offer: Offer,
    *,
    build: Build,
    on: date,
    paper_id: UUID,
    replaces: UUID | None = None,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> IssuedPaper:
    """Draw the number, keep the paper as it is, and mark the one that it replaces. Pressed twice, it is issued once.

    Raises NotAllowed, Moved, NotPossible: the one to replace is another's, or replaced already.
    """
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).with_parties().get(pk=case.pk)
        body = by.organisation
        if body is None or not offer.by & parties_of(by, held):
            raise NotAllowed(_("Another body has the case now."))
        known: IssuedPaper | None = IssuedPaper.objects.filter(pk=paper_id).first()
        if known is not None and known.case_id == held.pk and known.form == offer.form:
            return known
        if known is not None:
            raise NotPossible(_("This page was not complete. Please open it again."))
        if seen is not None and seen != held.version:
            raise Moved(held)
        old = _to_replace(held, offer, body, replaces, at) if replaces else None
        form = papers.forms()[offer.form]
        serial = _draw(body, form.series, on.year)
        number = building.number_of(body, form.series, on.year, serial)
        made = IssuedPaper.objects.create(
            id=paper_id,
            case=held,
            form=offer.form,
            organisation=body,
            series=form.series,
            year=on.year,
            serial=serial,
            number=number,
            content=as_facts(
                squares.on(
                    build(number),
                    day=on,
                    code=contact_codes.code_of(str(paper_id), at=at),
                    body=body.name,
                )
            ),
            issued_on=on,
            issued_by=by.key,
            issued_at=at,
            replaces=old,
        )
        facts = {"paper": str(made.pk), "form": offer.form, "number": number}
        _event(made, "paper_issued", facts | ({"replaces": old.number} if old else {}), by=by, at=at)
    return made


def take_scan(paper: IssuedPaper, *, file: filestore.Stored, name: str, by: Actor, at: datetime) -> PaperScan:
    """The paper has come back signed: the file is sealed beside it; the same file twice is kept once.

    Raises NotAllowed, Unfit: no picture and no PDF, too many, or the paper was replaced.
    """
    if file.kind not in SCANNED:
        raise Unfit("uploads", _("Please send the signed paper as PDF or as a photo."))
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).with_parties().get(pk=paper.case_id)
        held = IssuedPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if not {"body", "home"} & parties_of(by, case):
            raise NotAllowed(_("Another body has the case now."))
        if held.replaced_at is not None:
            raise Unfit("uploads", _("Another paper took its place. Please add the scan there."))
        known: PaperScan | None = held.scans.filter(sha256=file.sha256).first()
        if known is not None:
            return known
        if held.scans.count() >= MOST_SCANS:
            raise Unfit("uploads", _("At most %(n)s files belong to one paper.") % {"n": MOST_SCANS})
        made = PaperScan(
            paper=held,
            name=name[:200],
            kind=file.kind,
            size=file.size,
            sha256=file.sha256,
            derivative=file.derivative,
            added_by=by.key,
            added_at=at,
        )
        made.save(force_insert=True)
        facts = {"paper": str(held.pk), "number": held.number, "sha256": file.sha256}
        _event(held, "paper_signed", facts, by=by, at=at)
    return made


def _to_replace(case: Case, offer: Offer, body: Organisation, wanted: UUID, at: datetime) -> IssuedPaper:
    """The old paper, marked as replaced. The case is locked, so that two who replace it meet here."""
    old: IssuedPaper | None = case.papers.filter(pk=wanted, form=offer.form, organisation=body).first()
    if old is None or old.replaced_at is not None:
        raise NotPossible(_("This paper was replaced already. Please look at the list of papers."))
    old.replaced_at = at
    old.save(update_fields=["replaced_at"])
    return old


def _draw(body: Organisation, series: str, year: int) -> int:
    """The next number. Its row stays locked until the paper is stored, so that numbers have no gap."""
    PaperSeries.objects.get_or_create(organisation=body, series=series, year=year)
    row = PaperSeries.objects.select_for_update().get(organisation=body, series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def _event(paper: IssuedPaper, verb: str, facts: dict[str, str], *, by: Actor, at: datetime) -> None:
    words = f"{papers.forms()[paper.form].title} {paper.number}"
    events.write(subject=paper.case.record_key, verb=verb, by=by.key, at=at, facts=facts, text=words)
