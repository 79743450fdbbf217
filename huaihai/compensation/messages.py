"""What consumers and businesses are told about a claim or a fund, by SMS or e-mail: queued with the change itself.

A message names the file number or the fund, what happened and whom to call; never a person, a sum of money that a
stranger could use, or a link.
"""

from datetime import datetime

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.compensation.models import Claim, Fund
from huaihai.kit import mail_subjects
from huaihai.members.messages import sender
from huaihai.members.models import Organisation
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage

TO_CONSUMER: dict[str, Promise | str] = {
    "approved": gettext_lazy("The fund pays you in advance. Please watch your account."),
    "paid": gettext_lazy("The fund has paid you. Please check, and confirm it in your file."),
    "refused": gettext_lazy("The fund does not pay. Please look up the reasons; your file goes on."),
    "returned": gettext_lazy("Something is missing for the fund to pay. Please look up your file."),
    "cancelled": gettext_lazy("Nothing is asked of the fund any more."),
    "failed": gettext_lazy("The payment did not reach you. Please check the account that you gave."),
}
TO_DEBTOR: dict[str, Promise | str] = {
    "recourse": gettext_lazy("The fund has paid the consumer first. Please pay it back in time."),
    "late": gettext_lazy("The day to pay back to the fund is past. Please pay, or call."),
}
TO_OWNER: dict[str, Promise | str] = {
    "low": gettext_lazy("The fund is below its minimum. Please fill it up, or its badge is suspended."),
    "suspended": gettext_lazy("The badge of the fund is suspended. Please fill the fund up."),
    "late": gettext_lazy("A payment that was promised at once is overdue. Please pay, or call."),
}


def tell_consumer(claim: Claim, event: str, *, at: datetime) -> None:
    """Tell the consumer, on the confirmed phone or by e-mail. `event` names the text."""
    person = getattr(claim.case, "complainant", None)
    if person is None or not person.confirmed_at or person.reached_by is None:
        return
    channel, address = person.reached_by
    with translation.override("zh-hans"):
        what = str(TO_CONSUMER[event])
        number = claim.case.number or ""
        text, title = _frame(number, what, claim.fund.body), mail_subjects.of_message(number, what)
    _queue_of(claim, f"{event}:v{claim.version}", to=(channel, address), text=text, title=title, at=at)


def tell_debtor(claim: Claim, event: str, *, key: str = "", at: datetime) -> None:
    """Tell the business that owes the fund, on the phone it is known by, if any."""
    if claim.against is None or not claim.against.phone:
        return
    with translation.override("zh-hans"):
        what = str(TO_DEBTOR[event])
        number = claim.case.number or ""
        text, title = _frame(number, what, claim.fund.body), mail_subjects.of_message(number, what)
    effect = f"debtor:{event}:{key or claim.version}"
    to = (OutboxMessage.Channel.SMS, claim.against.phone)
    _queue_of(claim, effect, side="business:", to=to, text=text, title=title, at=at)


def tell_owner(fund: Fund, event: str, *, key: str, at: datetime) -> None:
    """Tell the owner of a fund, on the phone it is known by, if any."""
    if fund.owner is None or not fund.owner.phone:
        return
    with translation.override("zh-hans"):
        what = str(TO_OWNER[event])
        text, title = _frame(fund.name, what, fund.body), mail_subjects.of_message(fund.name, what)
    to = (OutboxMessage.Channel.SMS, fund.owner.phone)
    _queue(fund.record_key, f"{event}:{key}", to=to, text=text, title=title, at=at)


def _frame(about: str, what: str, body: Organisation) -> str:
    return _("[%(platform)s] %(about)s: %(what)s Questions: %(body)s %(phone)s.") % {
        **sender(body),
        "about": about,
        "what": what,
    }


def _queue_of(
    claim: Claim, event: str, *, to: tuple[str, str], text: str, title: str, at: datetime, side: str = ""
) -> None:
    """About a claim; what has to be said on the telephone stands on the page of its case."""
    subject, way = claim.record_key, outbox.way_to(to[1], to[0])
    if way == OutboxMessage.Channel.CALL:
        subject, event = claim.case.record_key, f"{side}{subject}:{event}"
    _queue(subject, event, to=(way, to[1]), text=text, title=title, at=at)


def _queue(subject: str, event: str, *, to: tuple[str, str], text: str, title: str, at: datetime) -> None:
    channel, address = to
    outbox.queue(
        effect_key=f"{subject}:{event}:{channel}",
        subject=subject,
        channel=channel,
        address=address,
        title=title,
        text=text,
        at=at,
    )
