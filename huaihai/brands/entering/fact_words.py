"""Facts about an entry in words: what is asked, what was found, where it comes from."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.businesses.place_names import place_name
from huaihai.kit import spoken

type Said = Mapping[str, Any]


def name(key: str) -> str:
    """What is asked."""
    names = {
        "code": _("Credit code"),
        "register": _("In the register of businesses"),
        "place": _("In one of the cities of the alliance"),
        "commitment": _("On the fast channel, or a pledge in force"),
        "penalties": _("No serious penalty"),
        "tests": _("No unsafe goods in a test"),
        "exposure": _("No exposure in force"),
        "removal": _("Not removed a short time ago"),
        "serious-cases": _("No serious complaint"),
        "open-cases": _("Admitted complaints that are open"),
    }
    return names.get(key, key)


def text(key: str, is_good: bool | None, said: Said) -> str:
    """What was found."""
    return _WORDS[key](is_good, said) if key in _WORDS else ""


def source(key: str) -> str:
    """Where it comes from."""
    names = {
        "licence": _("check digit of the code, GB 32100"),
        "register": _("our register of businesses"),
        "platform": _("this platform"),
        "import": _("lists of the authorities, as imported"),
        "tests": _("comparative tests of the alliance"),
        "log": _("log of the programme"),
    }
    return names.get(key, key)


def _code(is_good: bool | None, said: Said) -> str:
    if is_good:
        return _("%(code)s: the check digit is right") % {"code": said["code"]}
    return _("no code is known") if said["why"] == "empty" else _("the code is not valid")


def _register(is_good: bool | None, said: Said) -> str:
    words = {
        "": _("identified"),
        "gone": _("the business is closed"),
        "merged": _("the row was merged into another one"),
        "unknown": _("not identified yet"),
    }
    return words.get(said["why"], "")


def _place(is_good: bool | None, said: Said) -> str:
    return place_name(said["code"]) or _("no place is known")


def _commitment(is_good: bool | None, said: Said) -> str:
    found = [_("on the fast channel")] if said["channel"] else []
    if said["pledges"]:
        n = said["pledges"]
        found.append(ngettext("%(n)s pledge in force", "%(n)s pledges in force", n) % {"n": n})
    return pgettext("list", ", ").join(found) or _("neither")


def _penalties(is_good: bool | None, said: Said) -> str:
    if is_good is None:
        return _("not known: no list was imported")
    return _counted(is_good, said)


def _counted(is_good: bool | None, said: Said) -> str:
    """How many in the months that count."""
    if is_good is None:
        return _("not known")
    told = {"n": said["n"], "months": said["months"]}
    if not said["n"]:
        return _("none in the last %(months)s months") % told
    return _("%(n)s in the last %(months)s months") % told


def _now(is_good: bool | None, said: Said) -> str:
    return pgettext("how many", "none") if not said["n"] else str(said["n"])


def _removal(is_good: bool | None, said: Said) -> str:
    if not said["until"]:
        return _("never removed")
    return _("may come back from %(day)s") % {"day": spoken.full_day(date.fromisoformat(said["until"]))}


_WORDS: dict[str, Callable[[bool | None, Said], str]] = {
    "code": _code,
    "register": _register,
    "place": _place,
    "commitment": _commitment,
    "penalties": _penalties,
    "tests": _counted,
    "exposure": _now,
    "removal": _removal,
    "serious-cases": _counted,
    "open-cases": _now,
}
