"""Who looked at personal data, took it along or changed it, who was given which power, who signed in, what was done in
an emergency: read from the record, never changed. Nothing is read of longer than a year but what is about one file.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huaihai.cases import numbers, unmasking
from huaihai.cases.models import Case, Complainant
from huaihai.cases.verbs import emptying
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import Choice, List, Options, Search
from huaihai.desk.lives import Words
from huaihai.desk.menu import entries_of_all
from huaihai.desk.tables import Column
from huaihai.kit import clock, local_words, phones
from huaihai.kit.guards import staff
from huaihai.kit.text.normalise import digits_in
from huaihai.members import failures
from huaihai.members.actors import Actor
from huaihai.members.exports import EXPORTED
from huaihai.members.models import Account, Organisation, Post, Role
from huaihai.members.models.organisation import tree
from huaihai.record import clock_doubt
from huaihai.record.models import Event

MOST_CASES = 200  # of one telephone
LOOKED: dict[str, Words] = {
    "unmasked": _("looked at name and contact of the consumer"),
    "contact_shown": _("a business looked at name and phone of the consumer"),
    "payee_shown": _("looked at the account of a payee"),
    "enrolment contact shown": _("looked at the phone of a business's contact"),
    "contact shown": _("looked at a telephone of a person"),
    "forged_shown": _("looked at the numbers in a forged notice"),
}
TAKEN: dict[str, Words] = {
    "package_made": _("took the whole file along, signed"),
    EXPORTED: _("took a list along as a file"),
    "table taken": _("took the list of forwarded cases along"),
}
CHANGED: dict[str, Words] = {
    "correct": _("corrected what was written down"),
    "correct_business": _("said which business is meant"),
    "consents_written_down": _("wrote down what the consumer agrees to"),
    "receipt_code_replaced": _("sent a new receipt code"),
    "contact_erased": _("the consumer had address and second contact erased"),
    "whole_erased": _("the consumer had the file erased"),
    "contact corrected": _("corrected telephone, address or hours of a body"),
}
LINKS: dict[str, Words] = {
    "password link made": _("link for a new password made"),
    "first administrator link made": _("link for the first administrator made"),
    "first administrator link used": _("first administrator appointed"),
    "password changed": _("password changed"),
}
POWERS: dict[str, Words] = {
    "account opened": _("account opened"),
    "account closed": _("account closed"),
    "post opened": _("post given"),
    "post ended": _("post ended"),
    "power asked": _("power asked for"),
    "power refused": _("power refused"),
    "visits ended": _("visits on other devices ended"),
    "passkey added": _("passkey added"),
    "passkey removed": _("passkey removed"),
    "organisation founded": _("branch or station added"),
    "organisation closed": _("branch or station closed"),
}
SIGNED_IN: dict[str, Words] = {"signed in": _("signed in")}
SYSTEM: dict[str, Words] = {
    "incident sheet made": _("made the sheet of an incident"),
    clock_doubt.DOUBTED: _("the clock was doubted"),
    clock_doubt.CONFIRMED: _("said that the clock is right"),
    clock_doubt.RIGHT_AGAIN: _("the clock is right again"),
    emptying.DONE: _("complaints emptied, whose time of keeping is over"),
    emptying.STOPPED: _("emptying stopped"),
    "file_emptied": _("complaint emptied"),
    "holidays loaded": _("loaded the notice of holidays"),
    "sent again": _("had messages tried once more"),
}
WORDS = LOOKED | TAKEN | CHANGED | LINKS | POWERS | SIGNED_IN | SYSTEM
REASONED = ("unmasked", "package_made", "table taken", clock_doubt.CONFIRMED)  # whose words are why
# some carry the id of a case
PARTIES: dict[str, Words] = {"business": _("a business"), "consumer": _("a consumer")}
LOOKS_OF_STAFF = ("unmasked",)  # after which something is done on the case, as a rule
FEWEST_DIGITS = 7  # of the number of a file, or of a telephone

readers = staff(Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@dataclass(frozen=True)
class Line:
    """One event with the names that its keys stand for."""

    event: Event
    who: str
    about: str
    why: str

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
    return _by_people_of(events, own)


def _by_people_of(events: QuerySet[Event], body: Organisation) -> QuerySet[Event]:
    held = Post.objects.filter(organisation__path__under=body.path).values_list("account_id", flat=True)
    return events.filter(by__in=[f"account:{key}" for key in held.distinct()])


def lines(_request: HttpRequest, keys: Sequence[UUID]) -> Iterable[Line]:
    """The events of one page with names, in three queries."""
    found = Event.objects.in_bulk(list(keys))
    events = [found[key] for key in keys if key in found]
    asked = [str(one.facts.get("asked_by", "")) for one in events]
    accounts = _named("account", [*(one.by for one in events), *(one.subject for one in events), *asked])
    names = {
        str(pk): name for pk, name in Account.objects.filter(pk__in=accounts).values_list("pk", "username")
    }
    cases = _named("case", [one.subject for one in events])
    names |= {
        str(pk): number or "" for pk, number in Case.objects.filter(pk__in=cases).values_list("pk", "number")
    }
    return [Line(one, named(one.by, names), _about(one, names), _why(one, names)) for one in events]


def _named(kind: str, keys: Iterable[str]) -> set[UUID]:
    return {UUID(key.partition(":")[2]) for key in keys if key.startswith(f"{kind}:")}


def named(key: str, names: dict[str, str]) -> str:
    """The name of what a key stands for, where it has one."""
    kind, _colon, pk = key.partition(":")
    if kind == "system":
        return f"{_('the program')} {pk}"
    if kind == "org" and (body := tree().by_key.get(pk)) is not None:
        return local_words.in_script(body.short_name)
    return str(PARTIES.get(kind, names.get(pk) or "–"))


def _about(event: Event, names: dict[str, str]) -> str:
    """A file, a person, a body, a list; of a post also where it is."""
    if event.verb == EXPORTED:
        return str(_table(event.facts["list"]))
    if event.subject.startswith("system:"):
        return "–"
    body = tree().by_key.get(str(event.facts.get("organisation", "")))
    where = local_words.in_script(body.short_name) if body else ""
    return " · ".join(filter(None, (named(event.subject, names), where)))


def _table(address: str) -> Words:
    """What the page of this address is called, else one of the menu whose name begins its name."""
    title: Words = getattr(_views().get(address), "list_title", "")
    if title:
        return title
    labels = {row.address: row.label for row in reversed(entries_of_all())}
    begins = (address.rsplit("-", n)[0] for n in range(max(1, address.count("-"))))  # not of one word
    return next((labels[one] for one in begins if one in labels), _("a table"))


@cache
def _views() -> dict[str, Any]:
    """By the names of their addresses; none is opened yet."""
    return {one.name: one.callback for one in _addresses(get_resolver().url_patterns) if one.name}


def _addresses(found: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from _addresses(one.url_patterns)


def _why(event: Event, names: dict[str, str]) -> str:
    """The reason that was typed; how much was taken; who asked for what a second person confirmed."""
    facts, parts = event.facts, [event.text if event.verb in REASONED else ""]
    if facts.get("asked_by"):
        parts.append(gettext("asked for by %(name)s") % {"name": named(facts["asked_by"], names)})
    if isinstance(n := facts.get("rows"), int):
        parts.append(ngettext("%(n)s row", "%(n)s rows", n) % {"n": n})
    if event.verb == EXPORTED and facts.get("asked"):
        parts.append(gettext("narrowed"))
    if facts.get("new_factor"):
        parts.append(gettext("with a new second step"))
    if isinstance(n := facts.get("files" if event.verb == "incident sheet made" else "emptied"), int):
        parts.append(ngettext("%(n)s file", "%(n)s files", n) % {"n": n})
    return " · ".join(filter(None, parts))


def _spans(request: HttpRequest, **_keys: Any) -> Options:
    """What was done about one file is read from its beginning; what a person did, of a year at most."""
    now, typed = clock.now(), SEARCH.words_in(request.GET)
    spans: dict[str, tuple[Words, int]] = {
        "30": (_("30 days"), 30),
        "7": (_("7 days"), 7),
        "365": (_("A year"), 365),
    }
    ahead = {key: (words, Q(at__gte=now - timedelta(days=days))) for key, (words, days) in spans.items()}
    return {"all": (_("All"), Q()), **ahead} if _is_number(typed) else ahead


def _bodies(request: HttpRequest, **_keys: Any) -> Options:
    """The cities for a reader at the alliance, else the bodies of the own part."""
    own = actor_of(request).organisation
    if own is None:
        return {}
    kinds = [Organisation.Kind.CITY] if own.kind == Organisation.Kind.ALLIANCE else list(Organisation.Kind)
    nodes = [one for one in tree().by_path.values() if one.kind in kinds and one.is_within(own)]
    named = sorted(nodes, key=lambda one: one.path)
    by_body: Options = {
        one.key: (local_words.in_script(one.short_name), partial(_by_people_of, body=one)) for one in named
    }
    return {"": (_("All bodies"), Q()), **by_body}


def _found(request: HttpRequest, rows: QuerySet[Event], words: str) -> QuerySet[Event]:
    """By name for signing in, by number of a file, for an auditor also by the telephone of a consumer, whole: no number
    is shown, and whom nobody looked at is not found."""
    if not _is_number(words):
        people = Account.objects.filter(username=words).values_list("pk", flat=True)
        keys = [f"account:{pk}" for pk in people]
        return rows.filter(Q(by__in=keys) | Q(subject__in=keys))
    cases: Any = Case.objects.filter(number__in=_file_numbers(words)).values_list("pk", flat=True)
    if _is_telephone(words) and Role.AUDITOR in actor_of(request).roles:
        cases = _cases_of(words)
    return rows.filter(subject__in=[f"case:{pk}" for pk in cases[:MOST_CASES]])


def _is_number(words: str) -> bool:
    """Of a file or a telephone; a name for signing in begins with a letter."""
    return len(digits_in(words)) >= FEWEST_DIGITS and not words[0].isalpha()


def _is_telephone(words: str) -> bool:
    return _is_number(words) and len(digits_in(words)) < numbers.DIGITS


def _masked(words: str) -> str:
    """A telephone stands in no address."""
    return unmasking.phone_masked(digits_in(words)) if _is_telephone(words) else ""


def _file_numbers(words: str) -> list[str]:
    found = [words]
    with suppress(numbers.BadNumber):
        found.append(numbers.checked_number(words))
    return found


def _cases_of(phone: str) -> Any:
    index: Any = Complainant._meta.get_field("phone_index")
    marks = [index.of(phones.stored(phone)), index.of(digits_in(phone))]
    return Complainant.objects.filter(phone_index__in=marks).values_list("case_id", flat=True)


def _without_an_act(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Who looked at the contact data of a case, and has done nothing about it since."""
    later = Event.objects.filter(
        subject=OuterRef("subject"), by=OuterRef("by"), number__gt=OuterRef("number")
    ).exclude(verb__in=LOOKED)
    return rows.filter(~Exists(later), verb__in=LOOKS_OF_STAFF)


def _failed(request: HttpRequest, chosen: Any, *_more: Any) -> dict[str, Any]:
    """Beside who signed in: where it failed."""
    if chosen["what"].value != "signed-in":
        return {}
    own = actor_of(request).organisation
    people = Account.objects.get_queryset()
    if own is None or own.kind != Organisation.Kind.ALLIANCE:
        held = Post.objects.filter(organisation__path__under=own.path) if own else Post.objects.none()
        people = people.filter(pk__in=held.values("account"))
    return {"failed": failures.lines(people, at=clock.now())}


SEARCH = Search(_found, _("Sign-in name, whole file number or telephone"), asks_reader=True, masked=_masked)
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
        Column(_("Why"), lambda line: line.why),
    ),
    choices=(
        Choice(
            "what",
            pgettext_lazy("audit", "What"),
            {
                "": (_("Looked at people's data"), Q(verb__in=LOOKED)),
                "idle": (_("Looked, and did nothing"), _without_an_act),
                "taken": (_("Taken along"), Q(verb__in=TAKEN)),
                "changed": (_("Corrected"), Q(verb__in=CHANGED)),
                "powers": (_("Accounts and posts"), Q(verb__in=POWERS)),
                "links": (_("Passwords and links"), Q(verb__in=LINKS)),
                "signed-in": (_("Signing in"), Q(verb__in=SIGNED_IN)),
                "system": (_("Emergencies and the program"), Q(verb__in=SYSTEM)),
            },
        ),
        Choice("body", _("People of"), _bodies, as_menu=True),
        Choice("since", _("Since"), _spans, as_menu=True),
    ),
    search=SEARCH,
    empty=_("Nothing of this kind stands in the record."),
    file="audit",
    by_key=True,
    template="front/operating/audit.html",
    more=_failed,
    guard=readers,
)
