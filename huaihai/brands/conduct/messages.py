"""What is told by text message: the business what happened and until when it can answer, the panel, the secretariat.

Never a link, never a person, never what it is about: the desk says that.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.brands.models import Proceeding
from huaihai.brands.telling import phone_of
from huaihai.governance import roster, rotation
from huaihai.kit import phones, spoken
from huaihai.kit.clock import local_day
from huaihai.members.models import Organisation
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

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
    office = rotation.secretariat_on(local_day(at))
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
    duty = next((one.phone for one in roster.tonight(at) if one.body == body), "")
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
