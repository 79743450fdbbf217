"""The alliance's own door: how the members decide, who is the secretariat, and what was decided last."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.governance import counting, membership, rotation, rules, turns
from huaihai.governance.public.decisions import register, shown
from huaihai.kit import clock, guards

NEWEST = 5
DOORS: tuple[tuple[str, Promise | str, Promise | str], ...] = (
    ("resolutions", _("Register of resolutions"), _("Everything that was decided, with each body's vote.")),
    ("rules", _("Rules in force"), _("What counts on which day, and which resolution set it.")),
    ("check-file", _("Check a file"), _("Is a file about a resolution genuine and complete?")),
    ("alliance-agreement", _("The agreement"), _("Its versions, who signed, and the members.")),
    ("alliance-nine", _("Nine in one"), _("What the bodies promised each other, and who answers for it.")),
    ("alliance-reports", _("Plans and reports"), _("What is planned for the year, and what came of it.")),
)


@dataclass(frozen=True)
class Door:
    """A link to a page about the alliance."""

    url: str
    title: Promise | str
    text: Promise | str


@dataclass(frozen=True)
class Deciding:
    """How a vote counts today, in numbers of bodies."""

    members: int
    quorum: rules.InForce
    quorum_of_members: int
    ordinary: rules.InForce
    weighty: rules.InForce
    weighty_of_members: int
    written_days: rules.InForce

    @property
    def is_all_decided(self) -> bool:
        """Whether each of these rules was decided, and none is only a working default."""
        return not any(
            rule.is_default for rule in (self.quorum, self.ordinary, self.weighty, self.written_days)
        )


@require_safe
@guards.public
def alliance(request: HttpRequest) -> HttpResponse:
    """The page about how the alliance decides."""
    today = clock.today()
    newest = register.found("", "")[:NEWEST]
    context = {
        "term": rotation.term_on(today),
        "next_turn": next(iter(turns.turns_after(today)), None),
        "deciding": _deciding(today),
        "newest": [(row, shown.state_of(row, today)) for row in newest],
        "doors": [door for name, title, text in DOORS if (door := _door(name, title, text))],
        "today": today,
    }
    return render(request, "governance/public/decisions/alliance.html", context)


def _deciding(day: date) -> Deciding:
    members = len(membership.members_on(day))
    held = {rule.name: rule for rule in rules.all_in_force(on=day)}
    quorum, ordinary, weighty, written = (
        held[rule.name]
        for rule in (rules.QUORUM, rules.ORDINARY_MAJORITY, rules.WEIGHTY_MAJORITY, rules.WRITTEN_VOTE_DAYS)
    )
    terms = counting.Terms.from_json(
        {"quorum": quorum.value, "majority": weighty.value, "weight": counting.WEIGHTY}
    )
    return Deciding(
        members,
        quorum,
        terms.quorum_of(members),
        ordinary,
        weighty,
        terms.majority_of(members, members),
        written,
    )


def _door(name: str, title: Promise | str, text: Promise | str) -> Door | None:
    try:
        return Door(reverse(name), title, text)
    except NoReverseMatch:  # a page that another installation leaves out
        return None
