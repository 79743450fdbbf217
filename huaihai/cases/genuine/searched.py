"""What the search of the site finds of these pages, for `reactions.SEARCH_OFFICES`."""

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses.posters.pages import Door
from huaihai.kit.text.normalise import fold

ASKED: Final = ("冒充", "诈骗", "骗子", "短信", "防伪码", "假电话", "scam", "fraud", "forged", "sms")


def doors(query: str, *, on: date) -> list[Door]:
    """The check and the page where it is handed in, for whoever asks about strangers in our name."""
    words = fold(query)
    if not any(fold(one) in words for one in ASKED):
        return []
    check = Door(_("Is it from us?"), reverse("genuine"), _("Suspicious SMS, call or letter in our name"))
    return [check, Door(_("Hand in what was forged"), reverse("genuine-forged"))]
