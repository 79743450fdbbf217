"""How a verb moves a proceeding: locks, table, last days, one event on the entry's chain, and who is told.

What is told by text message: the business what happened and until when it can answer, the panel, the secretariat.
Never a link, never a person, never what it is about: the desk says that.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.brands.conduct.life import PROCEEDING
from huaihai.brands.messages import phone_of
from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.desk import hearing
from huaihai.desk.lives import Moved
from huaihai.desk.moving import Move
from huaihai.governance import secretariat
from huaihai.governance.roster import facts
from huaihai.kit import phones, spoken
from huaihai.kit.clock import local_day
from huaihai.law.limits import Limit, Unit
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

CLOCK_OF: Final = {  # stage → which of the criteria's clocks runs in it
    "statement": "statement_working_days",
    "hearing": "hearing_working_days",
    "deciding": "decision_working_days",
    "decided": "appeal_working_days",
    "appealed": "panel_working_days",
}
DAY_OF: Final = {  # stage → where its last day is kept
    "statement": "statement_until",
    "hearing": "hearing_until",
    "deciding": "decision_until",
    "decided": "appeal_until",
    "appealed": "panel_until",
    "remedy": "remedy_until",
}
LONGEST = 2000  # characters of whatever is written here
PROGRAM = Actor.system("conduct")


def begin(row: Proceeding, stage: str, at: datetime) -> None:
    """The clock of this stage starts: its last day is kept, and is what falls due next.

    The time to remedy starts once, when a suspension can no longer be appealed against: natural days.
    """
    name = DAY_OF.get(stage)
    if stage in CLOCK_OF and name is not None:
        days = row.clocks[CLOCK_OF[stage]]
        limit = Limit("PROCEEDING", days, Unit.WORKING_DAYS, "", "", "", Sureness.READ)
        setattr(row, name, hearing.ends_on(limit, local_day(at)))
    if stage == "remedy" and row.remedy_until is None:
        row.remedy_until = local_day(at) + timedelta(days=int(row.clocks["suspended_days"]))
    row.due_on = getattr(row, name) if name is not None else None
    row.overdue_on = None


EVENTS: dict[str, Callable[[], str]] = {
    "opened": lambda: _(
        "A proceeding about your conduct was opened. You can state your case until %(until)s."
    ),
    "hearing": lambda: _("The day of your hearing is set: %(when)s, %(where)s."),
    "heard": lambda: _("Your hearing is over. The decision is to come until %(until)s."),
    "closed": lambda: _("The time for your statement is over. The decision is to come until %(until)s."),
    "decided": lambda: _("It is decided, with reasons. You can appeal until %(until)s."),
    "dropped": lambda: _("The proceeding has ended: nothing follows from it."),
    "overdue": lambda: _(
        "What should have been done in your proceeding was not done in time. The log says so."
    ),
    "remedy": lambda: _("Please remedy the cause and say at your desk what was done, until %(until)s."),
    "restored": lambda: _("The suspension has ended."),
    "panel": lambda: _("The panel for your appeal is drawn. It decides until %(until)s."),
    "upheld": lambda: _("The panel has upheld the decision, with reasons."),
    "set-aside": lambda: _("The panel has set the decision aside, with reasons."),
    "moved-on": lambda: _(
        "The cause was not remedied in time: a removal is being prepared. You are heard first."
    ),
}


def tell(row: Proceeding, event: str, *, at: datetime) -> None:
    """Tell the business, if a number of it is known, once a version of the proceeding. It can always read its desk."""
    number = phone_of(row.entry)
    if number:
        with translation.override("zh-hans"):
            said = EVENTS[event]() % _facts(row, local_day(at))
            text = _("[%(platform)s] %(name)s: %(what)s Please sign in to read it.") % {
                "platform": alliance.load().platform_name,
                "name": row.entry.name,
                "what": said,
            }
        _queue(row, f"{event}:v{row.version}", number, text, at)


def tell_panel(row: Proceeding, bodies: Iterable[Organisation], *, at: datetime) -> None:
    """Tell the bodies of those who were drawn that somebody of theirs is waited for."""
    with translation.override("zh-hans"):
        text = _(
            "[%(platform)s] Somebody of your body was drawn for the panel of an appeal. Please sign in."
        ) % {"platform": alliance.load().platform_name}
    for body in bodies:
        _to_body(row, f"panel:{body.pk}:v{row.version}", body, text, at)


def tell_overdue(row: Proceeding, *, at: datetime) -> None:
    """Tell the secretariat that something is overdue, and the business that the log says so."""
    office = secretariat.secretariat_on(local_day(at))
    if office is not None:
        with translation.override("zh-hans"):
            text = _("[%(platform)s] Proceeding %(number)s is overdue since %(since)s. Please see to it.") % {
                "platform": alliance.load().platform_name,
                "number": row.number,
                "since": spoken.day(row.overdue_on, today=local_day(at)) if row.overdue_on else "",
            }
        _to_body(row, f"overdue:v{row.version}", office, text, at)
    tell(row, "overdue", at=at)


def _facts(row: Proceeding, today: date) -> dict[str, str]:
    return {
        "until": spoken.day(row.due_on, today=today) if row.due_on else "",
        "when": spoken.moment(row.hearing_at, today=today) if row.hearing_at else "",
        "where": row.hearing_where,
    }


def _to_body(row: Proceeding, event: str, body: Organisation, text: str, at: datetime) -> None:
    duty = next((one.phone for one in facts.tonight(at) if one.body == body), "")
    number = phones.mobile(duty) if duty else None
    if number is not None:
        _queue(row, event, number, text, at)


def _queue(row: Proceeding, event: str, number: str, text: str, at: datetime) -> None:
    subject = f"proceeding:{row.pk}"
    outbox.queue(
        effect_key=f"{subject}:{event}:sms",
        subject=row.entry.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=number,
        text=text,
        at=at,
    )


@dataclass(frozen=True)
class Before:
    """How the proceeding stood before the verb."""

    stage: str
    due_on: date | None
    overdue_on: date | None


@dataclass
class ProceedingMove:
    """A verb under way: change `row`, add sealed rows to `move.rows`; `move.facts` are public."""

    row: Proceeding
    move: Move[Entry]
    before: Before

    @property
    def entry(self) -> Entry:
        return self.move.row

    def decide(self, outcome: str, reasons: str = "") -> None:
        """How it was decided; the reasons are public."""
        self.row.outcome, self.row.decided_at = outcome, self.move.at
        if reasons:
            self.row.reasons = self.move.facts["reasons"] = reasons


@contextmanager
def stepping(
    proceeding: Proceeding,
    verb: str,
    *,
    who: Who,
    noted: str,
    entry_verb: str = "note",
    tells: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Iterator[ProceedingMove]:
    """Lock entry and proceeding, ask both tables, hand them out, store them, write one event.

    `noted` is the event's name where the entry itself does not move; `entry_verb` moves the entry too; `tells` names
    what the business is told of it. The caller's object is brought up to date. Raises NotAllowed, NotPossible, Moved,
    and what the caller raises inside.
    """
    noted = noted if entry_verb == "note" else ""
    with moving(proceeding.entry, entry_verb, who=who, noted=noted, by=by, at=at) as move:
        row: Proceeding = Proceeding.objects.select_for_update().get(pk=proceeding.pk)
        row.entry = move.row
        if seen is not None and seen != row.version:
            raise Moved(row)
        before = Before(row.stage, row.due_on, row.overdue_on)
        row.stage = PROCEEDING.after(verb, row.stage)
        if row.stage != before.stage:
            begin(row, row.stage, at)
        if row.stage == "ended":
            row.ended_at = at
        yield ProceedingMove(row, move, before)
        row.version += 1
        row.save()
        move.facts = facts_of(row, before.stage) | move.facts
    proceeding.__dict__.update(row.__dict__)
    if tells:
        tell(proceeding, tells, at=at)


def facts_of(row: Proceeding, before: str) -> dict[str, object]:
    """What every event of a proceeding says."""
    return {
        "proceeding": str(row.pk),
        "number": row.number,
        "kind": row.kind,
        "trigger": row.trigger,
        "step": [before, row.stage],
        "due_on": row.due_on.isoformat() if row.due_on else "",
    }


def others_suspend(row: Proceeding) -> bool:
    """Whether another open proceeding keeps the mark of this entry suspended."""
    rows = Proceeding.objects.filter(entry=row.entry_id).exclude(stage="ended").exclude(pk=row.pk)
    return rows.filter(Q(kind=Proceeding.Kind.SUSPEND) | Q(follows__isnull=False)).exists()


def ends_suspension(row: Proceeding) -> str:
    """The verb for the entry when this proceeding stops suspending: "restore", or "note" if it stays as it is.

    A mark is restored only when nothing else keeps it suspended.
    """
    return "restore" if row.entry.stage == "suspended" and not others_suspend(row) else "note"


def public_words(field: str, text: str) -> str:
    """Words that everybody reads, as they are stored. Raises Unfit: empty, too long, or with personal data."""
    return hearing.words(field, text, most=LONGEST, are_public=True)
