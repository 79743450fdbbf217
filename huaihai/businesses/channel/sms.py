"""What is told to a business on the fast channel by text message: never a link, never a person."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.businesses.models import Business, Enrolment, PushInvitation
from huaihai.kit.ids import new_id
from huaihai.members.messages import sender
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage


def tell(enrolment: Enrolment, event: str, *, at: datetime) -> None:
    """Tell the contact person, once a version, that something happened. `event` names the text."""
    _queue(
        enrolment.record_key,
        f"{event}:v{enrolment.version}",
        enrolment.contact_phone,
        _said(enrolment, event),
        at,
    )


def tell_of_link(enrolment: Enrolment, *, word: str, at: datetime) -> None:
    """A link to set up the account was made; the word that opens it, if it has one, goes here alone."""
    text = _said(enrolment, "word" if word else "link", word=word)
    _queue(
        enrolment.record_key, f"link:{new_id()}", enrolment.contact_phone, text, at, holds_secret=bool(word)
    )


def _said(enrolment: Enrolment, event: str, *, word: str = "") -> str:
    with translation.override("zh-hans"):
        what = {
            "applied": _("We have your application for the fast channel. You hear from us by message."),
            "confirmed": _(
                "Your business is on the fast channel now. Look your application up with its number and code and "
                "open your account there."
            ),
            "refused": _(
                "Your application was not taken. Look it up with its number and code for the reason."
            ),
            "suspended": _("Your place on the fast channel is suspended. Sign in to read the reason."),
            "resumed": _("Your business is back on the fast channel."),
            "notice": _("We have your notice. Until its day everything goes on as before."),
            "left": _("Your business is no longer on the fast channel. Open complaints are still answered."),
            "link": _("A new way to set up your account was made. If you did not ask for it, call us."),
            "word": _(
                "A new way to set up your account was made; the word for it is %(word)s. If you did not ask for it, "
                "call us."
            )
            % {"word": word},
        }[event]
        text: str = _("[%(platform)s] Application %(number)s: %(what)s Phone: %(phone)s") % {
            **sender(enrolment.body),
            "number": enrolment.number,
            "what": what,
        }
    return text


def send_code(phone: str, code: str, *, minutes: int, at: datetime) -> None:
    """The six digits that prove that the phone is the applicant's."""
    with translation.override("zh-hans"):
        text = _(
            "[%(platform)s] Your code for the fast channel is %(code)s, good for %(minutes)s minutes. Do not share it."
        ) % {"platform": alliance.load().platform_name, "code": code, "minutes": minutes}
    _queue("enrolment", f"code:{new_id()}", phone, text, at)


def invite(invitation: PushInvitation, business: Business, *, at: datetime) -> None:
    """The invitation as a text message to the phone the business is known by."""
    with translation.override("zh-hans"):
        text = _(
            "[%(platform)s] %(body)s invites you to the fast channel for complaints: it is free and voluntary, it is "
            "no penalty, and nothing follows if you do not want it. Search for %(platform)s on the web, or call "
            "%(phone)s."
        ) % {
            **sender(invitation.body),
            "body": invitation.body.name,
        }
    _queue(business.record_key, f"push:{invitation.pk}", business.phone, text, at)


def _queue(
    subject: str, event: str, address: str, text: str, at: datetime, *, holds_secret: bool = False
) -> None:
    outbox.queue(
        effect_key=f"{subject}:{event}:sms",
        subject=subject,
        channel=OutboxMessage.Channel.SMS,
        address=address,
        text=text,
        at=at,
        holds_secret=holds_secret,
    )
