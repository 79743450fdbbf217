"""Whether an entry may stand in the directory, as far as facts can tell: each with its source and its day.

Two people of two cities decide on them; none of the facts is entered by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from huaihai.brands import standing
from huaihai.brands.evidence import measures, sources
from huaihai.brands.evidence.scope import Scope
from huaihai.brands.models import Entry
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.pages import place_name
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.cases import life as cases_life
from huaihai.education.models import Exposure
from huaihai.governance import membership
from huaihai.kit import spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import ngettext, pgettext
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode
from huaihai.members import directory

type Details = Mapping[str, Any]
_MEASURES = {"tests": ("unsafe_tests", "tests", True), "serious-cases": ("serious_cases", "platform", False)}


def name(key: str) -> str:
    """What is asked."""
    names = {
        "code": _("{Business_code_short}"),
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


def text(key: str, is_good: bool | None, said: Details) -> str:
    """What was found."""
    return _WORDS[key](is_good, said) if key in _WORDS else ""


def source(key: str) -> str:
    """Where it comes from."""
    names = {
        "licence": _("check digit of the code, {business_standard}"),
        "register": _("our register of businesses"),
        "platform": _("this platform"),
        "import": _("lists of the authorities, as imported"),
        "tests": _("comparative tests of the alliance"),
        "log": _("log of the programme"),
    }
    return names.get(key, key)


def _code_words(is_good: bool | None, said: Details) -> str:
    if is_good:
        return _("%(code)s: the check digit is right") % {"code": said["code"]}
    return _("no code is known") if said["why"] == "empty" else _("the code is not valid")


def _register_words(is_good: bool | None, said: Details) -> str:
    words = {
        "": _("identified"),
        "gone": _("the business is closed"),
        "merged": _("the row was merged into another one"),
        "unknown": _("not identified yet"),
    }
    return words.get(said["why"], "")


def _place_words(is_good: bool | None, said: Details) -> str:
    return place_name(said["code"]) or _("no place is known")


def _commitment_words(is_good: bool | None, said: Details) -> str:
    found = [_("on the fast channel")] if said["channel"] else []
    if said["pledges"]:
        n = said["pledges"]
        found.append(ngettext("%(n)s pledge in force", "%(n)s pledges in force", n) % {"n": n})
    return pgettext("list", ", ").join(found) or _("neither")


def _penalties_words(is_good: bool | None, said: Details) -> str:
    if is_good is None:
        return _("not known: no list was imported")
    return _counted(is_good, said)


def _counted(is_good: bool | None, said: Details) -> str:
    """How many in the months that count."""
    if is_good is None:
        return _("not known")
    told = {"n": said["n"], "months": said["months"]}
    if not said["n"]:
        return _("none in the last %(months)s months") % told
    return _("%(n)s in the last %(months)s months") % told


def _now(is_good: bool | None, said: Details) -> str:
    return pgettext("how many", "none") if not said["n"] else str(said["n"])


def _removal_words(is_good: bool | None, said: Details) -> str:
    if not said["until"]:
        return _("never removed")
    return _("may come back from %(day)s") % {"day": spoken.full_day(date.fromisoformat(said["until"]))}


_WORDS: dict[str, Callable[[bool | None, Details], str]] = {
    "code": _code_words,
    "register": _register_words,
    "place": _place_words,
    "commitment": _commitment_words,
    "penalties": _penalties_words,
    "tests": _counted,
    "exposure": _now,
    "removal": _removal_words,
    "serious-cases": _counted,
    "open-cases": _now,
}


@dataclass(frozen=True)
class Fact:
    """One fact on a day. `is_good` is None where nothing is known; a bad one that `blocks` cannot be passed over.

    `said` holds what its words are made of; `source_key` names where it comes from.
    """

    key: str
    is_good: bool | None
    source_key: str
    as_of: date
    said: Mapping[str, Any] = field(default_factory=dict)
    blocks: bool = True

    @property
    def name(self) -> str:
        """What is asked, in the reader's language."""
        return name(self.key)

    @property
    def text(self) -> str:
        """What was found, in the reader's language."""
        return text(self.key, self.is_good, self.said)

    @property
    def source(self) -> str:
        """Where it comes from, in the reader's language."""
        return source(self.source_key)

    def as_json(self) -> dict[str, Any]:
        """As a fact sheet keeps it."""
        return {
            "key": self.key,
            "is_good": self.is_good,
            "source": self.source_key,
            "as_of": self.as_of.isoformat(),
            "said": dict(self.said),
            "blocks": self.blocks,
        }


def of_json(row: Mapping[str, Any]) -> Fact:
    """A fact as a sheet kept it."""
    return Fact(
        key=row["key"],
        is_good=row["is_good"],
        source_key=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
        said=row["said"],
        blocks=row["blocks"],
    )


def facts(entry: Entry, as_of: date) -> list[Fact]:
    """All facts about this entry as they stand on this day, in the order in which they are read."""
    months = standing.look_back(as_of)
    values = measures.measures(entry, as_of=as_of, within_months=months)
    measured = {key: _measured(key, values, as_of, months) for key in _MEASURES}
    return [measured[key] if key in measured else _FOUND[key](entry, as_of) for key in _ORDER]


def blocking(found: list[Fact]) -> list[Fact]:
    """Those with which an entry cannot stand in the directory."""
    return [one for one in found if one.blocks and one.is_good is False]


def _code(entry: Entry, as_of: date) -> Fact:
    code = entry.business.credit_code or ""
    try:
        credit_code.check(code)
    except BadCreditCode as error:
        return Fact("code", False, "licence", as_of, {"why": error.reason})
    return Fact("code", True, "licence", as_of, {"code": code})


def _register(entry: Entry, as_of: date) -> Fact:
    held = entry.business
    is_good = held.is_identified and held.merged_into_id is None and not held.is_gone
    why = "gone" if held.is_gone else "merged" if held.merged_into_id else "" if is_good else "unknown"
    return Fact("register", is_good, "register", as_of, {"why": why})


def _place(entry: Entry, as_of: date) -> Fact:
    code = entry.place.region_code if entry.place is not None else entry.business.registered_at
    body = directory.body_at(code) if code else None
    city = body.city if body is not None else None
    is_good = city is not None and city == entry.body and membership.is_member(city, on=as_of)
    return Fact("place", is_good, "register", as_of, {"code": code})


def _commitment(entry: Entry, as_of: date) -> Fact:
    is_joined = channel_facts.is_joined(entry.business, on=as_of)
    count = len(pledges_facts.all_in_force(entry.business, on=as_of, place=entry.place))
    return Fact(
        "commitment", is_joined or count > 0, "platform", as_of, {"channel": is_joined, "pledges": count}
    )


def _penalties(entry: Entry, as_of: date) -> Fact:
    months = standing.look_back(as_of)
    found = sources.penalties(Scope.back(entry, as_of, months))
    count = found.counts["serious"]
    is_good = None if found.evidence is None else count == 0
    until = date.fromisoformat(found.until) if found.until else as_of
    return Fact("penalties", is_good, "import", until, {"n": count, "months": months})


def _exposure(entry: Entry, as_of: date) -> Fact:
    keys = frozenset().union(*pledges_facts.line(entry.business)[:1])
    count = Exposure.objects.in_force().filter(business__in=keys, expires_on__gte=as_of).count()
    return Fact("exposure", count == 0, "platform", as_of, {"n": count})


def _removal(entry: Entry, as_of: date) -> Fact:
    until = standing.waits_until(entry)
    is_good = until is None or until <= as_of
    return Fact("removal", is_good, "log", as_of, {"until": until.isoformat() if until else ""})


def _open_cases(entry: Entry, as_of: date) -> Fact:
    cases = Scope.back(entry, as_of, standing.look_back(as_of)).cases()
    count = cases.filter(stage__in=cases_life.OPEN).exclude(admitted_at=None).count()
    return Fact("open-cases", count == 0, "platform", as_of, {"n": count}, blocks=False)


def _measured(key: str, values: Mapping[str, int | Fraction], as_of: date, months: int) -> Fact:
    measure, source, blocks = _MEASURES[key]
    value = values.get(measure)
    said = {"n": None if value is None else int(value), "months": months}
    return Fact(key, None if value is None else value == 0, source, as_of, said, blocks=blocks)


_FOUND: dict[str, Callable[[Entry, date], Fact]] = {
    "code": _code,
    "register": _register,
    "place": _place,
    "commitment": _commitment,
    "penalties": _penalties,
    "exposure": _exposure,
    "removal": _removal,
    "open-cases": _open_cases,
}
_ORDER = (
    "code",
    "register",
    "place",
    "commitment",
    "penalties",
    "tests",
    "exposure",
    "removal",
    "serious-cases",
    "open-cases",
)
