"""Who has which case in hand. Somebody whose post has ended has none: this is a question asked anew each day.

`mine` and `nobodys` narrow cases, for lists and for what waits; `handlers_of` says for the rows of a page who has them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huaihai.cases.models import Absence, Case
from huaihai.cases.rights import CASEWORK
from huaihai.kit import local_words, spoken, versions
from huaihai.kit.compiled import Compiled
from huaihai.kit.paging import COUNT_TO
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post
from huaihai.members.models.organisation import tree
from huaihai.record.models import Event


@dataclass(frozen=True)
class Person:
    """Somebody who works on files in a body; `away` where they are away today."""

    account: Account
    organisation: Organisation
    away: Absence | None = None

    @property
    def key(self) -> str:
        """As a form names them."""
        return f"{self.account.pk}@{self.organisation.key}"

    def words(self, today: date) -> str:
        """The name, and until when somebody else stands in."""
        return self.account.shown_name + away_words(self.away, today)


def away_words(away: Absence | None, today: date) -> str:
    """That somebody is away, until when, and who stands in; nothing for who is there."""
    if away is None:
        return ""
    day = spoken.day(away.until_on, today=today)
    if away.stands_in is None:
        return _(" (away until %(day)s)") % {"day": day}
    return _(" (away until %(day)s, %(name)s stands in)") % {"day": day, "name": away.stands_in.shown_name}


def posts(on: date) -> QuerySet[Post, Any]:
    """The posts from which somebody works on files on this day."""
    return Post.objects.held_on(on).filter(role__in=CASEWORK, account__is_active=True)


def people_of(body: Organisation, *, on: date, with_below: bool = False) -> list[Person]:
    """Who works on files in this body, then (`with_below`) in the bodies below it; each once. Two queries."""
    if with_below:
        held = posts(on).filter(organisation__path__under=body.path).select_related("account")
        rows = list(held.order_by("organisation__path", "account__username"))
    else:
        rows = _posts_in(body=body.pk, on=on)
    away = _away({row.account_id for row in rows}, on)
    found = {
        (row.account_id, row.organisation_id): Person(
            row.account,
            body if row.organisation_id == body.pk else tree().by_pk[row.organisation_id],
            away.get((row.account_id, row.organisation_id)),
        )
        for row in rows
    }
    return list(found.values())


_posts_in: Compiled[Post] = Compiled(
    lambda body, on: (
        posts(on).filter(organisation=body).select_related("account").order_by("account__username")
    ),
    body=Post._meta.get_field("organisation"),
    on=Post._meta.get_field("from_on"),
)


def hands_in(body: Organisation) -> Counter[UUID | None]:
    """How many open cases of this body each has in hand, whoever that is; counting stops after a thousand."""
    found = _handlers_in.counts(body=body.pk)
    return Counter({key and UUID(str(key)): number for key, number in found})


_handlers_in: Compiled[Any] = Compiled(
    lambda body: (
        Case.objects.open().filter(responsible=body).order_by().values_list("handler_id")[: COUNT_TO + 1]
    ),
    body=Case._meta.get_field("responsible"),
)


def mine(actor: Actor, *, on: date) -> Q:
    """Cases of the own body that the actor has in hand, and those of whoever they stand in for on this day."""
    return Q(handler__in=hands_of(actor, on=on), responsible=actor.organisation)


def hands_of(actor: Actor, *, on: date) -> frozenset[UUID]:
    """Whose cases the actor has: the own, and those of whoever they stand in for on this day."""
    body = actor.organisation.pk if actor.organisation else None
    away = [
        one.account_id
        for one in _absences()
        if one.stands_in_id and one.stands_in_id == actor.account_id
        if one.organisation_id == body and one.runs_on(on)
    ]
    return frozenset(key for key in (actor.account_id, *away) if key is not None)


@versions.by_version
def _absences() -> list[Absence]:
    """All that were not ended."""
    return list(Absence.objects.filter(ended_at=None))


def nobodys(*, on: date) -> Q:
    """Cases that nobody has in hand who works in the responsible body on this day."""
    held = posts(on).filter(account=OuterRef("handler"), organisation=OuterRef("responsible"))
    return ~Q(Exists(held))


def handlers_of(cases: Collection[Any], *, on: date) -> dict[UUID, Person]:
    """Who has each of these cases in hand; nobody stands for those that nobody has. Two queries."""
    wanted = {case.handler_id for case in cases if case.handler_id}
    rows = _posts_of(accounts=list(wanted), on=on)
    held: dict[tuple[Any, Any], Post] = {(row.account_id, row.organisation_id): row for row in rows}
    away = _away(wanted, on)
    found = {}
    for case in cases:
        row = held.get((case.handler_id, case.responsible_id))
        if row is not None:
            body = tree().by_pk[row.organisation_id]
            found[case.pk] = Person(row.account, body, away.get((row.account_id, row.organisation_id)))
    return found


_posts_of: Compiled[Post] = Compiled(
    lambda accounts, on: posts(on).filter(account__in=accounts).select_related("account"),
    accounts=Post._meta.get_field("account"),
    on=Post._meta.get_field("from_on"),
)


def handler_of(case: Case, *, on: date) -> Person | None:
    """Who has this case in hand."""
    return handlers_of([case], on=on).get(case.pk)


def word_to(person: Person, history: Sequence[Event]) -> str:
    """The word with which the case was handed to this person, until they have done something about it."""
    given = next((one for one in reversed(history) if one.verb in ("pass_on", "assign")), None)
    if given is None or not given.text or given.facts.get("handler") != person.account.record_key:
        return ""
    is_done = any(one.by == person.account.record_key and one.number > given.number for one in history)
    return "" if is_done else str(given.text)


def by_body(people: Collection[Person], *, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The people as choices of a form, under the names of their bodies."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in people:
        groups[local_words.in_script(one.organisation.short_name)].append((one.key, one.words(today)))
    return list(groups.items())


def _away(accounts: Collection[UUID | None], on: date) -> dict[tuple[UUID, UUID], Absence]:
    if not any(one.account_id in accounts and one.runs_on(on) for one in _absences()):
        return {}
    rows = _absences_of(accounts=list(accounts), on=on)
    return {(row.account_id, row.organisation_id): row for row in rows}


_absences_of: Compiled[Absence] = Compiled(
    lambda accounts, on: Absence.objects.on(on).filter(account__in=accounts).select_related("stands_in"),
    accounts=Absence._meta.get_field("account"),
    on=Absence._meta.get_field("from_on"),
)
