"""What is told to consumers and businesses by SMS or e-mail: queued in the same transaction as the change.

A message names the file number, what happened and whom to call; never a person, never a link, never a code
that opens the file.
"""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.cases.models import Case, Complainant
from huaihai.kit.ids import new_id
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage


def filed(case: Case, *, at: datetime) -> None:
    """The complaint was received."""
    tell_consumer(case, "filed", at=at)


def tell_consumer(case: Case, event: str, *, at: datetime, once: bool = False) -> None:
    """Tell the consumer, on the confirmed phone or by e-mail. `event` names the text, and a suffix makes it
    unique where the same thing can happen twice. `once`: never again for this event, whatever happens between."""
    person = getattr(case, "complainant", None)
    if person is None or not person.confirmed_at:
        return
    name, key = event.split(":", maxsplit=1)[0], event if once else f"{event}:v{case.version}"
    channel, address = person.reached_by or ("", "")
    if address:
        _queue(case, key, channel=channel, address=address, text=_consumer_text(case, name), at=at)


def tell_business(case: Case, event: str, *, at: datetime, once: bool = False) -> None:
    """Tell the business on the phone it is known by, if any. This is no proof of service. `once`: as above."""
    phone = (case.place.phone if case.place else "") or (case.business.phone if case.business else "")
    if phone:
        text = _business_text(case, event.split(":", maxsplit=1)[0])
        _queue(
            case,
            f"business:{event}" if once else f"business:{event}:v{case.version}",
            channel=OutboxMessage.Channel.SMS,
            address=phone,
            text=text,
            at=at,
        )


def send_code(person: Complainant, code: str, *, minutes: int, at: datetime) -> None:
    """The one-time code that proves that the phone or e-mail is the consumer's."""
    with translation.override("zh-hans"):
        text = _(
            "[%(platform)s] Your code is %(code)s. It is good for %(minutes)s minutes. Do not share it."
        ) % {"platform": alliance.load().platform_name, "code": code, "minutes": minutes}
    _queue_secret(person, "code", text, at)


def send_new_receipt_code(person: Complainant, code: str, *, at: datetime) -> None:
    """A lost receipt code is replaced by a new one, to the confirmed phone or e-mail only. The message names
    only the end of the file number, so that whoever reads it alone cannot open the file."""
    with translation.override("zh-hans"):
        text = _(
            "[%(platform)s] The new receipt code of your file ending in %(end)s is %(code)s. "
            "The old one no longer works."
        ) % {"platform": alliance.load().platform_name, "end": (person.case.number or "")[-5:], "code": code}
    _queue_secret(person, "receipt", text, at)


def _queue_secret(person: Complainant, kind: str, text: str, at: datetime) -> None:
    reached, case = person.reached_by, person.case
    if reached is not None:
        channel, address = reached
        key = f"{case.record_key}:{kind}:{new_id()}"  # each code is a message of its own
        outbox.queue(
            effect_key=key, subject=case.record_key, channel=channel, address=address, text=text, at=at
        )


def _queue(case: Case, event: str, *, channel: str, address: str, text: str, at: datetime) -> None:
    outbox.queue(
        effect_key=f"{case.record_key}:{event}:{channel}",
        subject=case.record_key,
        channel=channel,
        address=address,
        title=case.number or "",
        text=text,
        at=at,
    )


def _consumer_text(case: Case, name: str) -> str:
    with translation.override("zh-hans"):
        what = {
            "filed": _("We have received your complaint."),
            "settled_at_once": _(
                "Settled: you took the offer of the business. Please confirm once it is done."
            ),
            "supplement_asked": _("Something is missing. Please look up your file and add it."),
            "forwarded": _("Your complaint was checked and forwarded to the city of the business."),
            "taken": _("The association has taken your complaint."),
            "inviting": _("The business is being invited to settle with you."),
            "served": _("The business has received the invitation to settle."),
            "offered": _("The business has made an offer. Please look it up and answer."),
            "replied": _("The business has your complaint and has replied. Please look up what it says."),
            "counter_accepted": _("The business accepts your counter-offer: it is settled."),
            "counter_rejected": _("The business does not accept your counter-offer. Please look up why."),
            "silent": _(
                "The business did not answer in its time. That counts as a refusal; the association decides what "
                "comes next."
            ),
            "refused": _("The business refused. The association decides what comes next."),
            "denied": _("The business says it is not the one you mean. Please check which business it is."),
            "business_gone": _("The business is closed or cannot be found. Please look up what comes next."),
            "admitted": _("Your complaint was admitted to mediation."),
            "decision_extended": _("We need longer to decide. Please look up the new date."),
            "declined": _("Your complaint was not admitted. Please look up the reason and your other ways."),
            "referred": _("Another authority is in charge. Please look up where to turn."),
            "linked": _("Your complaint was joined to your other file."),
            "paused": _("Mediation is paused, and its time stands still."),
            "resumed": _("Mediation goes on."),
            "agreed": _("A mediation agreement was reached."),
            "terminated": _("Mediation ended without agreement. Please look up your other ways."),
            "claimed": _("The business says it has done what was agreed. Please check and confirm."),
            "fund_paid": _("A fund has paid in advance for the business. Please check and confirm."),
            "promise_due": _(
                "What was agreed should be done by now. Please look up your file and say whether it was."
            ),
            "closed_unconfirmed": _(
                "Your file was closed without your confirmation. Please call us if this is wrong."
            ),
            "negotiation_lapsed": _("The time to settle is over. The association decides what comes next."),
            "draft_expires": _("Your unsent complaint will be erased in three days."),
        }[name]
        return _frame(case, what)


def _business_text(case: Case, name: str) -> str:
    with translation.override("zh-hans"):
        what = {
            "invited": _("A consumer asks you to settle a complaint. This is no penalty; you may say no."),
            "taken": _("A consumer took your standing offer. Please do what it says in time."),
            "accepted": _("The consumer accepted your offer. Please do what was agreed in time."),
            "rejected": _("The consumer did not accept your offer. You can make another one."),
            "countered": _("The consumer answered your offer with a counter-offer. Please look it up."),
            "supplied": _("The consumer gave what you asked for. Please look it up and answer."),
            "silent": _(
                "You did not answer in your time. That counts as a refusal; the association decides what comes "
                "next."
            ),
            "negotiation_ended": _("The negotiation was ended. The association decides what comes next."),
            "agreed": _("A mediation agreement was reached. Please do what was agreed in time."),
            "terminated": _("Mediation ended without agreement."),
            "confirmed": _("The consumer confirmed. The file is closed."),
            "part_confirmed": _("The consumer confirmed a part of what was agreed."),
            "promise_near": _(
                "A day you agreed to is near. Please do what was agreed, and say so in the file."
            ),
            "breach": _("The consumer says that the agreement was not kept. Please answer."),
            "withdrawn": _("The consumer withdrew the complaint."),
        }[name]
        return _frame(case, what)


def _frame(case: Case, what: str) -> str:
    body = case.contact_body
    return _("[%(platform)s] File %(number)s: %(what)s Questions: %(body)s %(phone)s.") % {
        "platform": alliance.load().platform_name,
        "number": case.number or "",
        "what": what,
        "body": body.short_name if body else "",
        "phone": body.phone_to_call if body else "12315",
    }
