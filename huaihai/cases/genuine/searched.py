"""When somebody asks about strangers in our name: in the search of the site (`reactions.SEARCH_OFFICES`), on the home
page's question (`triage/`)."""

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses.posters.pages import Door
from huaihai.kit.text.normalise import fold
from huaihai.packs.words import of_country

ASKED: Final = ("冒充", "诈骗", "骗子", "短信", "防伪码", "假电话", "scam", "fraud", "forged", "sms")

# Beside the name of an association or its hotline: what swindlers want.
WANTED: Final = ("转账", "链接", "扫码", "二维码", "验证码", "银行卡", "transfer", "link", "qr", "bank card")


def is_asked(words: str) -> bool:
    """Whether a stranger may speak in our name there."""
    said = fold(words)
    if any(fold(one) in said for one in ASKED):
        return True
    named = of_country().named
    ours = [fold(named[one].zh) for one in ("association_short", "hotline")]
    return any(one in said for one in ours) and any(fold(one) in said for one in WANTED)


def doors(query: str, *, on: date) -> list[Door]:
    """The check and the page where it is handed in, for whoever asks about strangers in our name."""
    if not is_asked(query):
        return []
    check = Door(_("Is it from us?"), reverse("genuine"), _("Suspicious SMS, call or letter in our name"))
    return [check, Door(_("Hand in what was forged"), reverse("genuine-forged"))]
