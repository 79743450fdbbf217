"""Files that may be about the same matter: same telephone or e-mail, or like words about the same business, in all
cities.

It warns and never merges. What an officer reads of each follows who may read what: the whole line of a file of the own
body, the row of the own city, and of another city only day, stage, kind and whom to call.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huaihai.cases.case_facts import kind_words
from huaihai.cases.desk.lists import city_name
from huaihai.cases.models import Case, Complainant
from huaihai.cases.search.folding import fold
from huaihai.kit import phones
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MOST = 8
LOOK_BACK = timedelta(days=365)
COMPARED = 60  # the newest cases of the same business whose words are compared
SHORTEST = 8  # characters that can be compared
ALIKE = 0.4  # of the pairs of letters of the shorter text stand in the other one too
PHONE, EMAIL, TEXT = "phone", "email", "text"
_INDEX: Any = {name: Complainant._meta.get_field(f"{name}_index") for name in (PHONE, EMAIL)}


@dataclass(frozen=True)
class Alike:
    """One such file, as far as this officer may read it."""

    case: Case
    why: str
    is_file_open: bool  # to this officer
    is_row_open: bool
    may_join: bool

    @property
    def kind(self) -> str:
        return kind_words(self.case)

    @property
    def city(self) -> str:
        home = self.case.home
        return city_name(home.city or home) if home else ""

    @property
    def received_on(self) -> Any:
        return local_day(self.case.submitted_at) if self.case.submitted_at else None

    @property
    def to_call(self) -> Organisation | None:
        """Whom to ask about it: the body that has it."""
        return self.case.contact_body


def sought(*, phone: str = "", email: str = "", **more: str) -> Complainant:
    """Who complains, as far as it was typed: to be compared, never kept."""
    phone = phones.stored(phone)
    indexes = {"phone_index": _INDEX[PHONE].of(phone), "email_index": _INDEX[EMAIL].of(email)}
    return Complainant(phone=phone, email=email, **indexes, **more)


def alike(
    *,
    who: Complainant,
    text: str,
    business_ids: Collection[UUID],
    actor: Actor,
    at: datetime,
    but_not: Case | None = None,
) -> list[Alike]:
    """At most eight: those of the same telephone or e-mail, the newest, then those whose words are most alike. Six
    queries at most, two or three where there is none."""
    rows: QuerySet[Case, Any] = Case.objects.filter(submitted_at__gte=at - LOOK_BACK).exclude(stage="linked")
    if but_not is not None:
        rows = rows.exclude(pk=but_not.pk)
    found = dict.fromkeys(_by_phone(rows, who), PHONE)
    for key in _newest(rows, EMAIL, who.email_index):
        found.setdefault(key, EMAIL)
    if len(found) < MOST:
        for key in _by_text(rows, text, business_ids):
            found.setdefault(key, TEXT)
    return as_read(dict(islice(found.items(), MOST)), actor, who=who) if found else []


def _by_phone(rows: QuerySet[Case, Any], who: Complainant) -> list[UUID]:
    if len(who.phone) < SHORTEST - 1:  # a landline without its area code
        return []
    return _newest(rows, PHONE, who.phone_index)


def _newest(rows: QuerySet[Case, Any], by: str, fingerprint: str) -> list[UUID]:
    """Keys rise with time, and an index has them beside the telephone: who complains every day costs no more."""
    if not fingerprint:
        return []
    same = rows.filter(**{f"complainant__{by}_index": fingerprint})
    return list(same.order_by("-complainant__case_id").values_list("complainant__case_id", flat=True)[:MOST])


def _by_text(rows: QuerySet[Case, Any], text: str, business_ids: Collection[UUID]) -> list[UUID]:
    pairs = pairs_of(text)
    if len(fold(text)) < SHORTEST or not business_ids:
        return []
    newest = rows.filter(business__in=business_ids).order_by("-submitted_at", "pk").only("title", "story")
    known = {case.pk: likeness(pairs, pairs_of(f"{case.title}\n{case.story}")) for case in newest[:COMPARED]}
    return sorted((key for key in known if known[key] >= ALIKE), key=lambda key: -known[key])


def pairs_of(text: str) -> frozenset[str]:
    """All pairs of letters that stand side by side, however the text was written."""
    letters = "".join(char for char in fold(text) if char.isalnum())
    return frozenset(letters[place : place + 2] for place in range(len(letters) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter stands in the other, from 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def as_read(found: Mapping[UUID, str], actor: Actor, *, who: Complainant | None = None) -> list[Alike]:
    """These cases with why, each as far as the officer may read it; one of the same person (`who`) may be joined. Three
    queries."""
    files = set(Case.objects.visible_to(actor).filter(pk__in=found).values_list("pk", flat=True))
    rest = found.keys() - files
    listed = set(Case.objects.listed_to(actor).filter(pk__in=rest).values_list("pk", flat=True))
    cases = Case.objects.filter(pk__in=found).select_related("home", "responsible", "complainant")
    cases = cases.defer("story")
    return [
        Alike(
            case,
            found[case.pk],
            is_file_open=case.pk in files,
            is_row_open=case.pk in files | listed,
            may_join=case.pk in files and not case.is_final and _is_of(case, who),
        )
        for case in sorted(cases.order_by("-submitted_at", "pk"), key=lambda case: found[case.pk])
    ]


def _is_of(case: Case, who: Complainant | None) -> bool:
    person: Complainant | None = getattr(case, "complainant", None)
    return who is not None and person is not None and who.is_same_as(person)
