"""What a business is told of its assessment, notice and mark, by text message: never a link, never a person."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.brands.entering.telling import phone_of
from huaihai.brands.models import Entry
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage


def tell(
    entry: Entry, event: str, *, key: str, at: datetime, said: Mapping[str, object] | None = None
) -> None:
    """Tell the business, once a `key`, on the phone it is known by, if any. `event` names the words, `said` fills
    them."""
    phone = phone_of(entry)
    if not phone:
        return
    with translation.override("zh-hans"):
        text = _("[%(platform)s] %(number)s %(name)s: %(what)s Phone: %(phone)s") % {
            "platform": alliance.load().platform_name,
            "number": entry.number,
            "name": entry.name,
            "what": _words(event) % (said or {}),
            "phone": entry.body.phone_to_call or "12315",
        }
    outbox.queue(
        effect_key=f"{entry.record_key}:assessing:{event}:{key}:sms",
        subject=entry.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=phone,
        text=text,
        at=at,
    )


def _words(event: str) -> str:
    words: dict[str, str] = {
        "opened": _(
            "Your assessment has begun: two people of two other cities assess you apart from each other."
        ),
        "short": _("The assessment is over; it was not enough. Your desk says what was missing."),
        "notice": _("You stand in the public notice until %(until)s. Anybody may object with reasons."),
        "called off": _("An objection was upheld, so you stay in the directory. Your desk says why."),
        "voting": _("The public notice is over. The alliance votes about it."),
        "admitted": _("The alliance has admitted you: you hold the mark until %(until)s."),
        "renewed": _("The alliance has renewed your mark until %(until)s."),
        "refused": _("The alliance has not admitted you. Your desk says why."),
        "ends": _("Your mark ends on %(until)s, in %(days)s days, unless it is renewed."),
        "expired": _("Your mark has ended. You stay in the directory; please take the sign down."),
    }
    return words[event]
