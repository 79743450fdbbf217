"""What is of a city: which rows of which tables go with it, which go along, and what ends here (`words`).

Keys are held, a hundred bytes a row; rows are read some hundreds at a time. What stands by its subject in the record is
found by subject and never held.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import batched
from typing import Any

from django.db import models
from django.db.models import QuerySet

from huaihai.businesses.models import Enrolment, Representative
from huaihai.front.leaving import history, roots, words
from huaihai.front.leaving.roots import City
from huaihai.front.leaving.words import ALONG, GOES, SUBJECT, Line, Model
from huaihai.members.models import Account, Organisation, Post
from huaihai.record.models import ClockPause

AT_ONCE = 500  # keys in one query
CITY = Organisation.Kind.CITY
MERGED = "merged_into"

type Rows = "QuerySet[Any, Any]"
type Keys = set[Any]


def rows(city: str) -> Iterator[tuple[Model, Rows]]:
    """What goes with the city of this code, some hundreds of rows at a time, those to which others refer first."""
    yield from Belongings(City.of(city)).rows(GOES)


def along(city: str) -> Iterator[tuple[Model, Rows]]:
    """What is copied and stays, too."""
    yield from Belongings(City.of(city)).rows(ALONG)


def ends(city: str) -> Iterator[tuple[Model, Rows]]:
    """What hangs on what goes and is not taken along; what others refer to first."""
    yield from Belongings(City.of(city)).ends()


def subjects(city: str) -> Iterator[str]:
    """How the record calls what goes."""
    yield from Belongings(City.of(city)).subjects(GOES)


@dataclass
class Belongings:
    """All of one city, worked out once: keys by table, for each of the two words."""

    city: City
    keys: dict[str, dict[Model, Keys]] = field(
        default_factory=lambda: {GOES: defaultdict(set), ALONG: defaultdict(set)}
    )
    _waiting: list[tuple[Line, str, list[Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for line in words.taken():
            if line.root:
                root = roots.of(line.root, self.city)
                self._take(line, GOES, _all(line.model).filter(root.goes).values_list("pk", flat=True))
                self._take(line, ALONG, _all(line.model).filter(root.along).values_list("pk", flat=True))
        while self._waiting:
            line, word, keys = self._waiting.pop()
            for some in batched(keys, AT_ONCE):
                self._take_beneath(line, word, some)
                self._take_named(line, some)

    def has(self, model: Model, key: Any) -> bool:
        """Whether this row goes, or goes along. Of what stands by its subject that is not known."""
        return key in self.keys[GOES][model] or key in self.keys[ALONG][model]

    @cached_property
    def doubles(self) -> dict[Any, str]:
        """Businesses that came with an earlier city and were known here: the codes that they came with."""
        return history.doubles()

    @cached_property
    def own_accounts(self) -> Keys:
        """Of whom the city's bodies know more than the name: staff, and who acts for a business of their channel."""
        found: Keys = set()
        for model in (Post, Representative, Enrolment):
            for one in self.of(model, GOES, ALONG):
                found.update(one.exclude(account=None).values_list("account_id", flat=True))
        return found

    @cached_property
    def own_bodies(self) -> dict[Any, Organisation]:
        """The city's own, by their keys."""
        return {one.pk: one for one in Organisation.objects.filter(path__under=self.city.path)}

    def rows(self, *which: str) -> Iterator[tuple[Model, Rows]]:
        """The rows of these words, table by table."""
        for line in words.taken():
            for some in self.of(line.model, *which):
                yield line.model, some

    def of(self, model: Model, *which: str) -> Iterator[Rows]:
        """The rows of one table, some hundreds at a time: by their keys, or by subject."""
        line = words.lines()[model]
        if line.by == SUBJECT or model is ClockPause:
            name = SUBJECT if line.by == SUBJECT else f"{line.by}__{SUBJECT}"
            for some in batched(sorted(self.subjects(*which)), AT_ONCE):
                if (found := _all(model).filter(**{f"{name}__in": some})).exists():
                    yield found
            return
        keys = {key for word in which for key in self.keys[word][model]}
        for some in batched(_in_order(line, keys), AT_ONCE):
            yield _all(model).filter(pk__in=some)

    def ends(self) -> Iterator[tuple[Model, Rows]]:
        """What hangs on what goes, and does not go."""
        found: dict[Model, Keys] = {}
        for line in words.ended():
            above = line.above
            if above is None:
                continue
            keys = self.own_accounts if above is Account else found.get(above, self.keys[GOES][above])
            for some in batched(sorted(keys, key=str), AT_ONCE):
                there = _all(line.model).filter(**{f"{line.by}__in": some})
                found.setdefault(line.model, set()).update(there.values_list("pk", flat=True))
            for some in batched(sorted(found.get(line.model, ()), key=str), AT_ONCE):
                yield line.model, _all(line.model).filter(pk__in=some)

    def subjects(self, *which: str) -> Iterator[str]:
        """How the record calls these rows. The chain of the city's body itself is about the alliance, and stays."""
        if GOES in which:
            for body in self.own_bodies.values():
                yield from (f"contacts:{body.key}", f"roster:{body.key}")
        if ALONG in which:
            yield from (f"org:{body.key}" for body in self.own_bodies.values() if body.kind != CITY)
            yield from (f"account:{key}" for key in sorted(self.own_accounts))
        for line in words.taken():
            if line.model not in (Account, Organisation):
                for kind, _column in line.subjects:
                    for word in which:
                        yield from (f"{kind}:{key}" for key in sorted(self.keys[word][line.model]))

    def _take(self, line: Line, word: str, keys: Collection[Any] | Rows) -> None:
        """What goes already is not only along."""
        word = ALONG if line.word == ALONG else word
        new = [key for key in keys if not self.has(line.model, key)]
        if new:
            self.keys[word][line.model].update(new)
            self._waiting.append((line, word, new))

    def _take_beneath(self, line: Line, word: str, keys: Collection[Any]) -> None:
        for one in words.taken():
            if one.above is line.model and one.model is not ClockPause:
                found = _all(one.model).filter(**{f"{one.by}__in": keys})
                self._take(one, word, found.values_list("pk", flat=True))

    def _take_named(self, line: Line, keys: Collection[Any]) -> None:
        for reference in line.references:
            target = words.lines()[reference.related_model]
            if target.by != SUBJECT and line.pulls(reference):
                own = self.doubles if reference.name == MERGED else ()  # it was merged here alone
                found = _all(line.model).filter(pk__in=[key for key in keys if key not in own])
                found = found.exclude(**{reference.name: None})
                self._take(target, ALONG, found.values_list(reference.attname, flat=True).distinct())


def _in_order(line: Line, keys: Keys) -> list[Any]:
    if not line.sorted_by:
        return sorted(keys)
    pairs: list[tuple[Any, Any]] = []
    for some in batched(keys, AT_ONCE):
        pairs += _all(line.model).filter(pk__in=some).values_list(line.sorted_by, "pk")
    return [key for _above, key in sorted(pairs)]


def _all(model: Model) -> Rows:
    """Whoever may see them."""
    return models.QuerySet(model).order_by()
