"""Who looked at personal data, who was given which power, who signed in: read from the record, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases.models import Case
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import Choice, List, Options, Search
from huaihai.desk.lives import Words
from huaihai.desk.tables import Cell, Column
from huaihai.kit import clock
from huaihai.kit.guards import staff
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post, Role
from huaihai.record.models import Event

LOOKED: dict[str, Words] = {
    "unmasked": _("looked at name and contact of the consumer"),
    "package_made": _("took the whole file along, signed"),
    "contact_shown": _("a business looked at name and phone of the consumer"),
    "payee_shown": _("looked at the account of a payee"),
    "enrolment contact shown": _("looked at the phone of a business's contact"),
    "contact shown": _("looked at a telephone of a person"),
}
REASONED = ("unmasked", "package_made")  # whose words are why
POWERS: dict[str, Words] = {
    "account opened": _("account opened"),
    "account closed": _("account closed"),
    "post opened": _("post given"),
    "post ended": _("post ended"),
    "power asked": _("power asked for"),
    "power refused": _("power refused"),
    "password link made": _("link for a new password made"),
    "password changed": _("password changed"),
    "visits ended": _("visits on other devices ended"),
    "passkey added": _("passkey added"),
    "passkey removed": _("passkey removed"),
    "first administrator link made": _("link for the first administrator made"),
    "first administrator link used": _("first administrator appointed"),
}
SIGNED_IN: dict[str, Words] = {"signed in": _("signed in")}
WORDS = LOOKED | POWERS | SIGNED_IN

readers = staff(Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@dataclass(frozen=True)
class Line:
    """One event with the names that its keys stand for."""

    event: Event
    who: str
    about: str

    @property
    def what(self) -> Words:
        role, words = self.event.facts.get("role"), WORDS[self.event.verb]
        return f"{words}{_(': ')}{Role(role).label}" if role in Role.values else words


def rows(request: HttpRequest) -> QuerySet[Event]:
    """What people of the reader's own part of the tree did; all of it for a reader at the alliance."""
    return of_own_people(Event.objects.filter(verb__in=WORDS), actor_of(request)).order_by("-at", "-pk")


def of_own_people(events: QuerySet[Event], actor: Actor) -> QuerySet[Event]:
    """Events that people did who have, or had, a post in the actor's part of the tree."""
    own = actor.organisation
    if own is None:
        return events.none()
    if own.kind == Organisation.Kind.ALLIANCE:
        return events
    held = Post.objects.filter(organisation__path__under=own.path).values_list("account_id", flat=True)
    return events.filter(by__in=[f"account:{key}" for key in held.distinct()])


def lines(_request: HttpRequest, events: Sequence[Event]) -> Iterable[Line]:
    """The events of one page with names, in two queries."""
    accounts = _named("account", [*(one.by for one in events), *(one.subject for one in events)])
    names = {
        str(pk): name for pk, name in Account.objects.filter(pk__in=accounts).values_list("pk", "username")
    }
    cases = _named("case", [one.subject for one in events])
    names |= {
        str(pk): number or "" for pk, number in Case.objects.filter(pk__in=cases).values_list("pk", "number")
    }
    return [Line(one, named(one.by, names), named(one.subject, names)) for one in events]


def _named(kind: str, keys: Iterable[str]) -> set[UUID]:
    return {UUID(key.partition(":")[2]) for key in keys if key.startswith(f"{kind}:")}


def named(key: str, names: dict[str, str]) -> str:
    """The name of what a key stands for, where it has one."""
    kind, _colon, pk = key.partition(":")
    if kind == "system":
        return f"{_('the program')} {pk}"
    return names.get(pk) or {"business": str(_("a business")), "consumer": str(_("a consumer"))}.get(
        kind, "–"
    )


def _spans(_request: HttpRequest, **_keys: Any) -> Options:
    now = clock.now()
    spans: dict[str, tuple[Words, int]] = {
        "30": (_("30 days"), 30),
        "7": (_("7 days"), 7),
        "365": (_("A year"), 365),
    }
    ahead = {key: (words, Q(at__gte=now - timedelta(days=days))) for key, (words, days) in spans.items()}
    return {**ahead, "all": (_("All"), Q())}


def _of_person(rows: QuerySet[Event], words: str) -> QuerySet[Event]:
    """By sign-in name or file number, whole."""
    keys = [f"account:{pk}" for pk in Account.objects.filter(username=words).values_list("pk", flat=True)]
    keys += [f"case:{pk}" for pk in Case.objects.filter(number=words).values_list("pk", flat=True)]
    return rows.filter(Q(by__in=keys) | Q(subject__in=keys))


LIST: List[Line] = List(
    _("Who looked at what"),
    current="system-audit",
    rows=rows,
    prepared=lines,
    columns=(
        Column(_("When"), lambda line: line.event.at),
        Column(_("Who"), lambda line: line.who),
        Column(_("What"), lambda line: line.what),
        Column(pgettext_lazy("audit", "About"), lambda line: line.about),
        Column(_("Why"), lambda line: Cell(line.event.text if line.event.verb in REASONED else "")),
    ),
    choices=(
        Choice(
            "what",
            pgettext_lazy("audit", "What"),
            {
                "": (_("Personal data"), Q(verb__in=LOOKED)),
                "powers": (_("Accounts and posts"), Q(verb__in=POWERS)),
                "signed-in": (_("Signing in"), Q(verb__in=SIGNED_IN)),
            },
        ),
        Choice("since", _("Since"), _spans, as_menu=True),
    ),
    search=Search(_of_person, _("Search by sign-in name or whole file number")),
    empty=_("Nothing of this kind stands in the record."),
    file="audit",
    guard=readers,
)
