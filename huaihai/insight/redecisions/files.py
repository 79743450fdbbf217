"""Decided files: which are in the frame of a round, what is shown of them blind, and the sheet about them.

The blind file: what two people of other cities are shown of a case, and what was decided on it then.
No number, no city, no names, no decision. The story goes through `narratives.scrubbing`, then the names of all places
and bodies of the alliance are hidden too: two people who do not know where it happened cannot decide by that.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai import alliance
from huaihai.cases.models import Answer, Case, Forwarding, Offer
from huaihai.desk.lots import order_of
from huaihai.insight.callbacks import lots
from huaihai.insight.redecisions.pairs import File, Person
from huaihai.kit import local_words
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.text.masking import HIDDEN
from huaihai.law import grounds, remedies
from huaihai.members.models import Organisation, Post, Role
from huaihai.record.models import Event

type Choices = list[tuple[str, Promise | str]]

YES, NO = "yes", "no"
NONE: Final = "none"
ADMIT: Final = (
    (YES, pgettext_lazy("re-decision", "Admit it")),
    (NO, pgettext_lazy("re-decision", "Do not admit it")),
)
# Upper ends, inclusive, in parts of what was asked for; the last is above all of it.
SHARES: Final = (
    ("0", _("Nothing")),
    ("1", _("Up to a quarter")),
    ("2", _("More than a quarter, up to half")),
    ("3", _("More than half, up to three quarters")),
    ("4", _("More than three quarters, up to all of it")),
    ("5", _("More than was asked for")),
)
QUESTIONS: Final = {
    "admit": _("Admit it?"),
    "ground": _("Ground for not admitting"),
    "remedy": _("Remedy"),
    "share": _("Share of the sum asked for"),
}
LONGEST: Final = 500  # characters of the reason


def ground_choices() -> Choices:
    """The grounds on which an association declines."""
    return [(held.code, local_words.said(held)) for held in grounds.for_association(grounds.Purpose.DECLINE)]


def remedy_choices() -> Choices:
    """The remedies of the law, and none of them."""
    held: Choices = [(remedy.code, local_words.said(remedy)) for remedy in remedies.ALL]
    return [*held, (NONE, pgettext_lazy("re-decision", "None of them"))]


def share_band(settled_fen: int | None, asked_fen: int | None) -> str:
    """The band of what was settled in parts of what was asked for; empty where either is not known."""
    if settled_fen is None or not asked_fen or asked_fen < 0:
        return ""
    if settled_fen > asked_fen:
        return "5"
    quarters = -(-4 * settled_fen // asked_fen)  # rounded up: one fen is not nothing
    return str(quarters)


DECLINED: Final = "declined"
MEDIATED: Final = "mediated"
FILES_A_KIND = 30  # of each kind: 60 files are about 120 sheets, six a person where twenty take part
YEAR = timedelta(days=365)
DECIDING = (Role.OFFICER.value, Role.MEDIATOR.value)

type Row = list[str]  # [case, kind, city's code]


def frame_of(since: date, until: date) -> list[Row]:
    """All files that were declined, or admitted and ended, from `since` to `until` (both included)."""
    rows = Case.objects.filter(
        ended_at__gte=local_moment(since), ended_at__lt=local_moment(until + timedelta(days=1))
    )
    rows = rows.filter(
        Q(stage="declined") | Q(admitted_at__isnull=False, stage__in=["closed", "terminated"])
    ).order_by("pk")
    codes = {city.path: city.region_code for city in Organisation.objects.cities()}
    frame = []
    for pk, stage, lead, home in rows.values_list("pk", "stage", "lead__path", "home__path").iterator():
        code = next((code for path, code in codes.items() if (lead or home or "").startswith(path)), "")
        if code:
            frame.append([str(pk), DECLINED if stage == "declined" else MEDIATED, code])
    return frame


def sample_of(seed: str, frame: Sequence[Row], *, wanted: int = FILES_A_KIND) -> list[str]:
    """The files of the sample, by lot: of each kind so many, over the cities in proportion, at least one each."""
    chosen: list[str] = []
    for kind in (DECLINED, MEDIATED):
        rows = [[case, city] for case, its_kind, city in frame if its_kind == kind]
        sizes: dict[str, int] = defaultdict(int)
        for _case, city in rows:
            sizes[city] += 1
        counts = lots.allocated(dict(sizes), min(wanted, len(rows)), least=1, most=wanted)
        chosen += lots.drawn(seed, rows, counts)
    return order_of(seed, chosen)


def files_of(cases: Sequence[str]) -> list[File]:
    """Each with the cities that were home, lead, responsible or forwarded it, and with everybody in its record."""
    held = {
        str(case.pk): case
        for case in Case.objects.filter(pk__in=cases).select_related("home", "lead", "responsible")
    }
    by_path = {city.path: city.key for city in Organisation.objects.cities()}
    cities: dict[str, set[str]] = defaultdict(set)
    for key, case in held.items():
        for body in (case.home, case.lead, case.responsible):
            cities[key] |= {name for path, name in by_path.items() if body and body.path.startswith(path)}
    moved = Forwarding.objects.filter(case__in=[UUID(key) for key in cases])
    for case_id, left, reached in moved.values_list("case", "from_city__key", "to_city__key"):
        cities[str(case_id)] |= {left, reached}
    people = _people_in(held.values())
    return [File(key, frozenset(cities[key]), frozenset(people[key])) for key in cases]


def people_on(on: date) -> list[Person]:
    """Officers and mediators who hold a post in a city that day; keys of the record, cities by their keys."""
    by_path = {city.path: city.key for city in Organisation.objects.cities()}
    posts = Post.objects.held_on(on).filter(role__in=DECIDING, account__is_active=True)
    found: dict[UUID, list[str]] = defaultdict(list)
    for account, path in posts.order_by("from_on", "pk").values_list("account", "organisation__path"):
        found[account] += [key for city, key in by_path.items() if path.startswith(city)]
    return [
        Person(str(account), tuple(dict.fromkeys(cities)))
        for account, cities in sorted(found.items(), key=lambda one: str(one[0]))
        if cities
    ]


def _people_in(cases: Iterable[Case]) -> dict[str, set[str]]:
    """By case the accounts that wrote anything into its record."""
    subjects = {case.record_key: str(case.pk) for case in cases}
    found: dict[str, set[str]] = defaultdict(set)
    rows = Event.objects.filter(subject__in=subjects, by__startswith="account:").order_by()
    for subject, by in rows.values_list("subject", "by").distinct():
        found[subjects[subject]].add(by.partition(":")[2])
    return found


SHORTEST = 2  # characters of a name that is hidden
KIND_OF_PLACE = re.compile("[县区市]$")


def blind_file_of(case: Case) -> dict[str, Any]:
    """What is shown, as codes and sums: words are made when the page is read."""
    return {
        "category": case.category,
        "nature": case.nature,
        "bought": case.bought,
        "price_fen": case.price_fen,
        "asked_fen": case.asked_fen,
        "remedies": [code for code in case.remedies if code in remedies.BY_CODE],
        "days": _days(case),
        "story": story_of(case),
        "evidence": _evidence(case),
        "answers": [
            {"kind": held.kind, "reason": held.reason}
            for held in Answer.objects.filter(case=case).order_by("made_at", "pk")
        ],
        "offers": [
            {"by": held.by_party, "remedies": held.remedies, "sum_fen": held.sum_fen}
            for held in Offer.objects.filter(case=case).exclude(state=Offer.State.ACCEPTED)
        ],
    }


def original_of(case: Case) -> dict[str, Any]:
    """What was decided then, in the words of the sheet; empty where nothing was."""
    if case.stage == "declined":
        return {"admit": NO, "ground": _ground(case), "remedies": [], "share": ""}
    agreement = getattr(case, "agreement", None)
    if agreement is None:
        return {"admit": YES, "ground": "", "remedies": [], "share": ""}
    named = [held.remedy for held in case.promises.all() if held.remedy]
    return {
        "admit": YES,
        "ground": "",
        "remedies": list(dict.fromkeys(named)),
        "share": share_band(agreement.sum_fen, case.asked_fen),
    }


def story_of(case: Case) -> str:
    """The story without what tells who, and where."""
    from huaihai.insight.narratives import protecting  # loads its rules; only the draw needs them

    return places_hidden(protecting.proposed(case))


def places_hidden(text: str) -> str:
    """The text without the names of cities, counties and bodies of the alliance, the longest first."""
    return _places().sub(HIDDEN, text)


@cache
def _places() -> re.Pattern[str]:
    names: set[str] = set()
    for city in alliance.load().cities:
        names |= {city.name, city.province, city.body_name, city.body_short}
        names |= {county.name for county in city.counties}
        names |= {KIND_OF_PLACE.sub("", county.name) for county in city.counties}  # as people say it
    held = sorted((name for name in names if len(name) >= SHORTEST), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, held)) or r"(?!)")


def _days(case: Case) -> int | None:
    """From buying to complaining."""
    if case.bought_on is None or case.submitted_at is None:
        return None
    return max((local_day(case.submitted_at) - case.bought_on) // timedelta(days=1), 0)


def _evidence(case: Case) -> list[list[Any]]:
    """[party, kind of file, how many]: what is on the pictures cannot be made blind by a program.

    Only what was there before the decision: a receipt that came later would tell that there was a mediation.
    """
    decided_at = case.admitted_at or case.ended_at
    there = case.evidence.filter(added_at__lte=decided_at) if decided_at else case.evidence.all()
    counted = Counter((party, kind.partition("/")[0]) for party, kind in there.values_list("party", "kind"))
    return [[party, kind, count] for (party, kind), count in sorted(counted.items())]


def _ground(case: Case) -> str:
    found = Event.objects.filter(subject=case.record_key, verb="decline").order_by("-number").first()
    return str(found.facts.get("ground", "")) if found else ""
