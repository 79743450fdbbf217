"""One body asks another for one thing in a case; that one answers, or says why it cannot.

Asking hands nothing over: the case stays with the body that has it, and its clocks run on.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from huaihai.cases.consents import may_help
from huaihai.cases.models import Case, Help
from huaihai.cases.verbs import care
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

PARTY = "body"  # whose its files are
type Files = Sequence[tuple[Stored, str]]


def ask(
    case: Case,
    *,
    to: Organisation,
    text: str,
    due_on: date,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Help:
    """Ask a body for one thing by a day. Raises Unfit: without words, for a day that has passed, the body that has the
    case, one that has not answered yet, or another city's without the consumer's consent (PIPL 23)."""
    _need(text, _("Please write what that body should do."))
    if due_on < local_day(at):
        raise Unfit("due_on", _("This day cannot be right here. Please check it."))
    with moving(case, "ask_help", by=by, at=at, seen=seen, text=text) as move:
        row, holder = move.row, move.row.responsible
        if holder is None or to == holder or to.kind == Organisation.Kind.ALLIANCE:
            raise Unfit("to", _("Please choose another body."))
        if row.helps.open().filter(body=to).exists():
            raise Unfit("to", _("This body was asked already and has not answered yet."))
        if not may_help(row, to):
            raise Unfit(
                "to", _("The consumer has not agreed to share the file with another city. Ask first.")
            )
        made: Help = Help.objects.create(case=row, body=to, due_on=due_on, asked_at=at)
        move.facts = {
            "help": str(made.pk),
            "from": holder.key,
            "asked": to.key,
            "due_on": due_on.isoformat(),
        }
        return made


def answer(row: Help, *, text: str, files: Files = (), by: Actor, at: datetime) -> None:
    """Say what was found; files become evidence of the case, all or none. No version is compared: what a body found
    contradicts nothing that another one did. Raises NotPossible, NotAllowed, Unfit."""
    _need(text, _("Please write what you found."))
    with moving(row.case, "give_help", by=by, at=at, text=text) as move:
        _end(row, Help.State.GIVEN, by, at)
        move.stays = True
        move.facts = {"help": str(row.pk), "asked": row.body.key, "files": []}
        held: int = move.row.evidence.filter(party=PARTY).count()
        for file, name in files:
            if move.row.evidence.filter(sha256=file.sha256).exists():
                continue
            if (held := held + 1) > care.MOST_OF_A_PARTY:
                raise Unfit("uploads", care.too_many())
            care.store_evidence(move.row, file=file, name=name, party=PARTY, by=by, at=at)
            move.facts["files"].append(file.sha256)


def decline(row: Help, *, text: str, by: Actor, at: datetime) -> None:
    """Say that it cannot be done, and why. Raises NotPossible, NotAllowed, Unfit."""
    _need(text, _("Please write why you cannot do it."))
    with moving(row.case, "decline_help", by=by, at=at, text=text) as move:
        _end(row, Help.State.DECLINED, by, at)
        move.stays = True
        move.facts = {"help": str(row.pk), "asked": row.body.key}


def take_back(
    case: Case, *, row: Help, text: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """It is not needed any more. Raises NotPossible."""
    with moving(case, "take_back_help", by=by, at=at, seen=seen, text=text) as move:
        if row.case_id != case.pk:
            raise NotPossible(_("This request does not stand any more."))
        _end(row, Help.State.TAKEN_BACK, None, at)
        move.facts = {"help": str(row.pk), "asked": row.body.key}


def end_without_consent(case: Case, *, at: datetime) -> None:
    """The consumer shares the file with no other city any more: under the lock and the event of who says so."""
    for row in case.helps.open().select_related("body"):
        if not may_help(case, row.body):
            _end(row, Help.State.OVER, None, at)


def _end(row: Help, state: Help.State, by: Actor | None, at: datetime) -> None:
    """Whoever answers works in the body that was asked, or above it. The case is locked, so that only one ends it."""
    if by is not None and (by.organisation is None or not row.body.is_within(by.organisation)):
        raise NotAllowed("only the body that was asked answers")
    if not Help.objects.open().filter(pk=row.pk).update(state=state, ended_at=at):
        raise NotPossible(_("This request does not stand any more."))
    row.state, row.ended_at = state, at


def _need(text: str, message: str) -> None:
    if not text.strip():
        raise Unfit("text", message)
