"""The printed sheet for a local body without computers: printed with a code, used from a phone, ended.

Whoever holds the paper acts for the responsible body, for this one case, with a few verbs. The code is strong and
only its fingerprint is stored. A sheet ends with its outcome, after 30 days, with the next one printed, or when
the case goes to another body.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases import life
from huaihai.cases.models import Case, Sheet
from huaihai.cases.verbs import care, mediation, negotiation, routing
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit import sealing, spoken
from huaihai.kit.filestore import Stored
from huaihai.law import remedies as law_remedies
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

GOOD_FOR = timedelta(days=30)
CODE_LENGTH = 26  # 130 random bits
LOCAL = (Organisation.Kind.COUNTY, Organisation.Kind.BRANCH, Organisation.Kind.STATION)

type File = tuple[Stored, str]


class SheetOver(Exception):
    """The sheet was used, replaced or ran out, or the case went to another body."""


@dataclass(frozen=True)
class Outcome:
    """What came of a meeting: `is_written` if both signed a paper; the sum in fen, if money is paid."""

    text: str
    perform_by_on: date
    sum_fen: int | None = None
    is_written: bool = False


def print_sheet(case: Case, *, by: Actor, at: datetime) -> tuple[Sheet, str]:
    """A new sheet and its code, which is shown this once. Earlier sheets of the case end.

    Raises NotAllowed for officers who are not responsible for the case nor above it, Unfit for a case that has
    ended or that no local body has.
    """
    code = codes.drawn(CODE_LENGTH)
    with transaction.atomic():
        held = _locked_case(case)
        if life.BODY not in parties_of(by, held):
            raise NotAllowed("only the responsible body, or one above it, prints a sheet")
        if not may_have_sheet(held):
            raise Unfit(
                "", _("Assign the case to a county body, a branch or a station first; the sheet is for them.")
            )
        held.sheets.filter(ended_at=None).update(ended_at=at)
        sheet = Sheet.objects.create(
            case=held,
            code_hash=_fingerprint(code),
            printed_by=by.key,
            printed_at=at,
            expires_at=at + GOOD_FOR,
        )
        body = held.responsible.key if held.responsible else ""
        facts = {"sheet": str(sheet.pk), "for": body, "what": ["name", "contact"]}
        events.write(subject=held.record_key, verb="sheet_printed", by=by.key, at=at, facts=facts)
    return sheet, code


def may_have_sheet(case: Case) -> bool:
    """Whether the case is open and with a local body."""
    return bool(case.stage in life.OPEN and case.responsible and case.responsible.kind in LOCAL)


def open_sheet(code: str, *, at: datetime) -> Sheet:
    """The sheet this code opens now. Raises SheetOver; unknown, used and run out look the same."""
    rows = Sheet.objects.select_related("case", "case__responsible", "case__business", "case__place")
    sheet = rows.filter(code_hash=_fingerprint(code)).first()
    if sheet is None or not _is_good(sheet, at):
        raise SheetOver
    return sheet


def actor_of(sheet: Sheet) -> Actor:
    """Whoever holds the paper: an officer of the responsible body, for this case."""
    body = sheet.case.responsible
    return Actor("officer", f"sheet:{sheet.pk}", organisation=body, roles=frozenset({"mediator"}))


def take(sheet: Sheet, *, text: str, at: datetime, seen: int | None = None) -> None:
    """The local body has it in hand: a forwarded case is taken, otherwise the city gets a note."""
    with _using(sheet, at) as (case, actor):
        note = _("By the sheet: the local body has the case in hand. %(text)s") % {"text": text}
        if case.stage == "forwarded":
            routing.take(case, by=actor, at=at, seen=seen)
            seen = None
        care.note_call(case, with_whom="other", text=note.strip(), by=actor, at=at, seen=seen)


def settle(
    sheet: Sheet, outcome: Outcome, *, files: list[File], at: datetime, seen: int | None = None
) -> bool:
    """The two sides agreed. True if the case now watches that it is kept; False if its stage does not lead
    there, and the city got a note and goes on from it. The sheet ends either way."""
    with _using(sheet, at) as (case, actor):
        is_agreed = _agree(case, outcome, actor, at, seen)
        if not is_agreed:
            care.note_call(case, with_whom="other", text=_in_words(outcome), by=actor, at=at, seen=seen)
        _add(case, files, actor, at)
        _end(sheet, at)
    return is_agreed


def fail(sheet: Sheet, *, text: str, files: list[File], at: datetime, seen: int | None = None) -> None:
    """They did not agree, and why. The city decides what comes next; the sheet ends."""
    with _using(sheet, at) as (case, actor):
        note = _("By the sheet: not settled. %(text)s") % {"text": text}
        care.note_call(case, with_whom="other", text=note, by=actor, at=at, seen=seen)
        _add(case, files, actor, at)
        _end(sheet, at)


def add_photos(sheet: Sheet, *, files: list[File], at: datetime) -> None:
    """Photos of the paper or of the goods."""
    with _using(sheet, at) as (case, actor):
        _add(case, files, actor, at)


def _agree(case: Case, outcome: Outcome, by: Actor, at: datetime, seen: int | None) -> bool:
    """Take the verbs that lead from the present stage to an agreement, if there are any."""
    stage = case.stage
    if stage == "negotiating":
        return _settle_between_them(case, outcome, by, at, seen)
    if stage not in ("deciding", "mediating", "paused"):
        return False
    if stage == "deciding":
        routing.admit(case, by=by, at=at, seen=seen)
    if stage == "paused":
        mediation.resume(case, by=by, at=at, seen=seen)
    mediation.agree(
        case,
        terms=outcome.text,
        sum_fen=outcome.sum_fen,
        perform_by_on=outcome.perform_by_on,
        is_oral=not outcome.is_written,
        by=by,
        at=at,
        seen=seen if stage == "mediating" else None,
    )
    return True


def _settle_between_them(case: Case, outcome: Outcome, by: Actor, at: datetime, seen: int | None) -> bool:
    asked = [code for code in case.remedies if code in law_remedies.BY_CODE]
    if not asked:
        return False
    made = negotiation.offer(
        case,
        remedies=asked,
        sum_fen=outcome.sum_fen,
        perform_by_on=outcome.perform_by_on,
        valid_until_on=outcome.perform_by_on,
        text=outcome.text,
        by=by,
        at=at,
        seen=seen,
    )
    negotiation.accept(case, offer=made, text=outcome.text, by=by, at=at)
    return True


def _in_words(outcome: Outcome) -> str:
    told = {
        "text": outcome.text,
        "sum": spoken.money(outcome.sum_fen or 0),
        "day": outcome.perform_by_on.isoformat(),
    }
    return _("By the sheet: settled. %(text)s Sum: %(sum)s. To be done by %(day)s.") % told


@contextmanager
def _using(sheet: Sheet, at: datetime) -> Iterator[tuple[Case, Actor]]:
    """The case and the actor, while the sheet and the case are locked. Raises SheetOver."""
    with transaction.atomic():
        case = _locked_case(sheet.case)
        held = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
        held.case = case
        if not _is_good(held, at):
            raise SheetOver
        yield case, actor_of(held)


def _is_good(sheet: Sheet, at: datetime) -> bool:
    if sheet.ended_at is not None or sheet.expires_at <= at or not may_have_sheet(sheet.case):
        return False
    history = events.history(sheet.case.record_key)
    printed = history.filter(verb="sheet_printed", facts__sheet=str(sheet.pk)).values_list(
        "number", flat=True
    )
    # Every event after which another body is responsible names that body.
    return not history.filter(number__gt=printed[:1], facts__has_key="responsible").exists()


def _end(sheet: Sheet, at: datetime) -> None:
    Sheet.objects.filter(pk=sheet.pk).update(ended_at=at)


def _add(case: Case, files: list[File], by: Actor, at: datetime) -> None:
    for stored, name in files:
        care.add_evidence(case, file=stored, name=name, party=life.BODY, by=by, at=at)


def _locked_case(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("home", "lead", "responsible")
    held: Case = rows.get(pk=case.pk)
    return held


def _fingerprint(code: str) -> str:
    return sealing.fingerprint_of_code(codes.plain(code), purpose="sheet")
