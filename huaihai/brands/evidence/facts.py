"""Evidence as people read it: every criterion with its source, how sure it is, and what it contributes.

The contributions are rounded so that they add up to the published total. Without a title there are no points at all:
the evidence alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.brands.models import Entry, Snapshot
from huaihai.brands.scoring.engine import one_digit
from huaihai.brands.scoring.names import EVIDENCE
from huaihai.kit import local_words

NAMES: Final[Mapping[str, Promise | str]] = {
    "licence": pgettext_lazy("evidence", "Licences"),
    "tests": pgettext_lazy("evidence", "Comparative tests"),
    "penalties": pgettext_lazy("evidence", "Penalties"),
    "pledges": pgettext_lazy("evidence", "Pledges in force"),
    "fund": pgettext_lazy("evidence", "A fund stands behind it"),
    "promises": pgettext_lazy("evidence", "Promises kept"),
    "revisit": pgettext_lazy("evidence", "Unannounced visits"),
    "reply": pgettext_lazy("evidence", "Answers in time"),
    "settled": pgettext_lazy("evidence", "Complaints settled"),
    "returns": pgettext_lazy("evidence", "Returns as pledged"),
    "elderly": pgettext_lazy("evidence", "For the elderly"),
    "disabled": pgettext_lazy("evidence", "For people with disabilities"),
    "travellers": pgettext_lazy("evidence", "For travellers"),
    "prices": pgettext_lazy("evidence", "Fair prices"),
    "ratings": pgettext_lazy("evidence", "Ratings by verified buyers"),
    "distinctive": pgettext_lazy("evidence", "Distinctive, as two assessors found"),
    "quality": pgettext_lazy("evidence", "Well made, as two assessors found"),
    "exposures": pgettext_lazy("evidence", "Public exposures"),
}
UNKNOWN: Final[Mapping[str, Promise | str]] = {
    "licence": gettext_lazy("Nothing known: no list of licences names this business."),
    "tests": gettext_lazy("No goods of this maker were tested on these days."),
    "penalties": gettext_lazy("Nothing known: no list of penalties was read in for these days."),
    "promises": gettext_lazy("Nothing was promised in a complaint that is over."),
    "revisit": gettext_lazy("Nobody has visited yet."),
    "reply": gettext_lazy("No complaint had to be answered."),
    "settled": gettext_lazy("No complaint that counts has ended."),
    "returns": gettext_lazy("No complaint was about a pledged return."),
    "ratings": gettext_lazy("No verified buyer has rated yet."),
}
_SHARES: Final[Mapping[str, Promise | str]] = {
    "promises": gettext_lazy("%(hits)s of %(of)s promises were kept, confirmed by the consumer."),
    "revisit": gettext_lazy("%(hits)s of %(of)s items that were looked at were in order."),
    "reply": gettext_lazy("%(hits)s of %(of)s first answers came in time."),
    "settled": gettext_lazy(
        "%(hits)s of %(of)s complaints ended with what was agreed done, confirmed by the consumer."
    ),
    "returns": gettext_lazy(
        "%(hits)s of %(of)s complaints about pledged returns ended with the consumer content."
    ),
    "ratings": gettext_lazy("%(hits)s of %(of)s verified buyers gave four or five of five."),
}
_SEEN: Final = gettext_lazy("%(hits)s of %(of)s items were in order at unannounced visits.")
TENTH = 10


def words(name: str, evidence: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """What is known, in one or two sentences; `evidence` and `source` as a snapshot keeps them for this name."""
    counts = source.get("counts", {})
    if not evidence and name != "exposures":
        return str(UNKNOWN.get(name, _("Nothing known yet.")))
    said = _WORDS[name](evidence, counts) if name in _WORDS else _share(name, evidence)
    if until := source.get("until"):
        day = formats.date_format(date.fromisoformat(until))
        said = f"{said} {_('As far as lists go: until %(day)s.') % {'day': day}}"
    return said


def _share(name: str, evidence: Mapping[str, Any]) -> str:
    if "points" in evidence:
        return (
            _("%(points)s of 100 points, the middle of two assessors who did not see each other.") % evidence
        )
    return str(_SHARES.get(name, _SEEN)) % evidence


def _licence(evidence: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    if evidence["yes"]:
        n = counts.get("count", 0)
        return ngettext(
            "%(n)s licence is known and good.", "%(n)s licences are known, all of them good.", n
        ) % {"n": n}
    return _("A licence is over or was taken back.")


def _tests(_evidence: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    if counts.get("unsafe"):
        return _("A product was found unsafe in a published test.")
    n = counts.get("count", 0)
    said = ngettext(
        "%(n)s of its products was tested and nothing unsafe found.",
        "%(n)s of its products were tested and nothing unsafe found.",
        n,
    )
    return said % {"n": n}


def _penalties(evidence: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    n = evidence["count"]
    if not n:
        return _("No penalty is known.")
    said = ngettext("%(n)s penalty.", "%(n)s penalties.", n) % {"n": n}
    serious = counts.get("serious", 0)
    return f"{said} {_('Serious ones: %(n)s.') % {'n': serious}}" if serious else said


def _pledges(evidence: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    n = evidence["count"]
    if not n:
        return _("No public pledge is in force.")
    said = ngettext("%(n)s public pledge is in force.", "%(n)s public pledges are in force.", n) % {"n": n}
    return f"{said} {_('It is on the fast channel for complaints.')}" if counts.get("channel") else said


def _fund(evidence: Mapping[str, Any], _counts: Mapping[str, int]) -> str:
    if evidence["yes"]:
        return _("A fund pays consumers in advance.")
    return _("No fund for advance compensation stands behind it.")


def _exposures(_evidence: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    n = counts.get("count", 0)
    if not n:
        return _("None is in force.")
    return ngettext("%(n)s public exposure is in force.", "%(n)s public exposures are in force.", n) % {
        "n": n
    }


_WORDS: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, int]], str]]] = {
    "licence": _licence,
    "tests": _tests,
    "penalties": _penalties,
    "pledges": _pledges,
    "fund": _fund,
    "exposures": _exposures,
}


@dataclass(frozen=True)
class Line:
    """One criterion. Points, interval, weight (per cent) and contribution are empty where there is no title."""

    name: str
    said: str
    urls: tuple[str, ...]
    is_known: bool
    heart: str = ""
    axis: str = ""
    points: str = ""
    low: str = ""
    high: str = ""
    weight: str = ""
    contribution: str = ""


@dataclass(frozen=True)
class Explanation:
    """All lines; total with its interval is empty where there is no title or no criteria."""

    lines: tuple[Line, ...]
    beside: tuple[Line, ...] = ()  # what is told and weighs nothing by itself
    total: str = ""
    low: str = ""
    high: str = ""


def explain(snapshot: Snapshot, entry: Entry, *, with_points: bool) -> Explanation:
    """What the snapshot says. `with_points` only where a title exists on the day of the reader."""
    beside = (_told(snapshot, "exposures"),)
    criteria = snapshot.criteria
    if criteria is None or not snapshot.result or not with_points:
        kept = _names(snapshot, entry)
        return Explanation(tuple(_told(snapshot, name) for name in kept), beside)
    result = snapshot.result
    parts: Sequence[Mapping[str, Any]] = result["parts"]
    rows = {row["key"]: row for row in criteria.content["criteria"]}
    shown = rounded_to([Fraction(part["contribution"]) for part in parts], Fraction(result["exact"]))
    lines = [_line(snapshot, part, rows[part["key"]], told) for part, told in zip(parts, shown, strict=True)]
    return Explanation(tuple(lines), beside, result["total"], result["low"], result["high"])


def rounded_to(parts: Sequence[Fraction], total: Fraction) -> list[str]:
    """Each part with one digit, so that they add up to the total with one digit: the largest remainders go up."""
    wanted = int(Fraction(one_digit(total)) * TENTH)
    tenths = [part.numerator * TENTH // part.denominator for part in parts]
    by_rest = sorted(range(len(parts)), key=lambda place: (tenths[place] - parts[place] * TENTH, place))
    for place in by_rest[: max(wanted - sum(tenths), 0)]:
        tenths[place] += 1
    return [f"{tenth // TENTH}.{tenth % TENTH}" for tenth in tenths]


def _line(snapshot: Snapshot, part: Mapping[str, Any], row: Mapping[str, Any], contribution: str) -> Line:
    told = _told(snapshot, row["evidence"])
    return Line(
        name=local_words.either(zh=row["name"]["zh"], en=row["name"]["en"]),
        said=told.said,
        urls=told.urls,
        is_known=part["known"],
        heart=row["heart"],
        axis=row["axis"],
        points=one_digit(Fraction(part["points"])),
        low=part["low"],
        high=part["high"],
        weight=one_digit(Fraction(part["weight"])),
        contribution=contribution,
    )


def _told(snapshot: Snapshot, name: str) -> Line:
    evidence, source = snapshot.evidence.get(name, {}), snapshot.sources.get(name, {})
    said = words(name, evidence, source)
    staff = reverse("businesses")  # older snapshots name pages that the public may not read
    urls = tuple(url for url in source.get("urls", ()) if not url.startswith(staff))
    return Line(str(NAMES[name]), said, urls, bool(evidence))


def _names(snapshot: Snapshot, entry: Entry) -> list[str]:
    """The evidence that the criteria ask for at this kind of entry; without criteria all that is known."""
    if snapshot.criteria is None:
        return [name for name in EVIDENCE if name in snapshot.evidence]
    asked = [
        row["evidence"]
        for row in snapshot.criteria.content["criteria"]
        if not row.get("kinds") or entry.kind in row["kinds"]
    ]
    # what assessors give are points alone: without a title there are none
    return [name for name in dict.fromkeys(asked) if EVIDENCE.get(name) != "points" or name == "tests"]
