"""What the consumer is told of a narrative: by SMS or mail, without a word of it."""

from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance
from huaihai.insight.models import Narrative
from huaihai.kit import mail_subjects
from huaihai.record import outbox

WORDS: Final = {
    "published": gettext_lazy(
        "Your story is published. You can take it back at any time on the page of your file."
    ),
    "returned": gettext_lazy(
        "Something in your story has to be taken out. Please look at it on the page of your file."
    ),
    "refused": gettext_lazy("Your story is not published. Why, is on the page of your file."),
}


def tell(narrative: Narrative, event: str, *, at: datetime) -> None:
    """Queue a message to the consumer, if there is a confirmed way to reach them."""
    person = getattr(narrative.case, "complainant", None)
    reached = person.reached_by if person is not None and person.confirmed_at else None
    if reached is None:
        return
    channel, address = reached
    with translation.override("zh-hans"):
        text = _("[%(platform)s] File %(number)s: %(what)s") % {
            "platform": alliance.load().platform_name,
            "number": narrative.case.number or "",
            "what": WORDS[event],
        }
        about = _("File %(number)s") % {"number": narrative.case.number or ""}
        title = mail_subjects.of_message(about, str(WORDS[event]))
    outbox.queue(
        effect_key=f"{narrative.record_key}:{event}:v{narrative.version}",
        subject=narrative.case.record_key,
        channel=channel,
        address=address,
        title=title,
        text=text,
        at=at,
    )
