"""What is wrong with criteria, in a sentence: first where, then what."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.brands.programme import words
from huaihai.kit import local_words
from huaihai.supervision.grading.problems import Problem

SENTENCES: Final[dict[str, Promise]] = {
    "not-choice": _("“%(found)s” is not one of these: %(allowed)s."),
    "not-text": _("there is no text here, or it cannot be stored."),
    "missing": _("please fill this in."),
    "too-long": _("at most %(most)s characters."),
    "not-key": _("“%(found)s” is no key: small letters, digits and hyphens, at most 40."),
    "not-whole": _("please write a whole number from %(least)s to %(most)s."),
    "not-number": _("“%(found)s” is no number like 12.5, written in quotes."),
    "out-of-range": _("%(found)s is outside what is possible here."),
    "not-positive": _("please write a number above 0."),
    "not-object": _("this part is missing or has another form."),
    "not-list": _("this must be a list."),
    "too-few": _("at least %(least)s."),
    "too-many": _("at most %(most)s."),
    "key-twice": _("“%(found)s” stands here twice."),
    "unknown-name": _("“%(found)s” means nothing here. Is it misspelt?"),
    "unknown-kind": _("“%(found)s” is no kind of entry."),
    "other-shape": _("this evidence comes as “%(wanted)s”, not as “%(found)s”."),
    "other-better": _("of this evidence the good side is “%(wanted)s”."),
    "no-steps": _("please give one to %(most)s steps."),
    "not-step": _("a step is a whole number from 0 on and its points from 0 to 100, both in quotes."),
    "steps-not-in-order": _(
        "from step to step things must get worse, and the points fewer, down to the points otherwise."
    ),
    "small-wins": _(
        "with %(strength)s imagined cases and a share of %(share)s, five good cases of five would beat "
        "ninety-five of a hundred."
    ),
    "other-limit": _("a rule about this has exactly one limit, called “%(wanted)s”."),
    "no-heart": _("for the kind “%(kind)s” nothing stands under the heart “%(missing)s”."),
    "no-axis": _("for the kind “%(kind)s” nothing stands under the axis “%(missing)s”."),
}
CALLED: Final[dict[str, words.Words]] = {"kind": words.KINDS}  # facts that are keys, and what they are called
NAMED: Final = ("criteria", "triggers")


def sentence(problem: Problem, content: Mapping[str, Any]) -> str:
    """One sentence in the reader's language; rows are called by their names."""
    facts = {"found": "", "allowed": ""} | {
        name: _called(problem, name, value) for name, value in problem.facts.items()
    }
    said = str(SENTENCES[problem.code]) % facts
    where = place(problem.place, content)
    told = _t("%(where)s: %(what)s") % {"where": where, "what": said} if where else said
    return told.encode(errors="replace").decode()  # JSON can hold lone surrogates, a page cannot


def place(path: str, content: Mapping[str, Any]) -> str:
    """Where it is: the row's name, then its part."""
    first, _dot, rest = path.partition(".")
    if first in NAMED and rest:
        key, _dot, part = rest.partition(".")
        found = [_row_name(content, first, key)]
        return " · ".join([*found, *_parts(part)])
    return " · ".join(_parts(path))


def _parts(path: str) -> list[str]:
    return [str(words.PARTS.get(part, part)) for part in path.split(".") if part]


def _row_name(content: Mapping[str, Any], part: str, key: str) -> str:
    rows = content.get(part)
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        if isinstance(row, dict) and key in (row.get("key"), str(number)):
            name = row.get("name")
            zh, en = (name.get("zh"), name.get("en")) if isinstance(name, dict) else ("", "")
            if isinstance(zh, str) and isinstance(en, str) and zh and en:
                return local_words.either(zh=_plain(zh), en=_plain(en))
    return key


def _plain(text: str) -> str:
    return text.encode(errors="replace").decode()[:60]


def _called(problem: Problem, name: str, value: str) -> str:
    if name == "missing":
        known = words.HEARTS if problem.code == "no-heart" else words.AXES
        return str(known.get(value, value))
    return str(CALLED[name].get(value, value)) if name in CALLED else value
