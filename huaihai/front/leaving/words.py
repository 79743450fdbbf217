"""What becomes of every table when a city leaves: `belonging.tsv` has a line for each, with its reason.

`goes`: it is the city's, and goes with it. `along`: others need it, too; a copy goes. `ends`: it hangs on what goes and
is good here alone. `anew`: each place makes it from what it has. `stays`: the alliance's, or the installation's.

What goes is found from its root (`@name`), from the row to which it belongs (the name of that column), or from the
subject of the record (`subject`). What is empty there comes along where a row names it.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db import models

from huaihai import reactions

GOES, ALONG, ENDS, ANEW, STAYS = "goes", "along", "ends", "anew", "stays"
WORDS: Final = (GOES, ALONG, ENDS, ANEW, STAYS)
ROOT: Final = "@"
SUBJECT: Final = "subject"
# What a row needs whole, though it may be without: the record says that it is there.
FOLLOWED: Final = frozenset({"supervision.Project.publication", "supervision.Finding.exposure"})

type Model = type[models.Model]
type Reference = "models.ForeignKey[Any, Any]"


@dataclass(frozen=True)
class Line:
    """One table. `subjects`: how the record calls its rows, each as `kind:column`."""

    model: Model
    word: str
    by: str
    subjects: tuple[tuple[str, str], ...]
    why: str

    @property
    def is_taken(self) -> bool:
        """Whether rows of it can be in an archive."""
        return self.word in (GOES, ALONG)

    @property
    def root(self) -> str:
        """The name of the root; "" where it has none."""
        return self.by.removeprefix(ROOT) if self.by.startswith(ROOT) else ""

    @property
    def above(self) -> Model | None:
        """The table to whose rows its own belong."""
        if not self.by or self.root or self.by == SUBJECT:
            return None
        field: Any = self.model._meta.get_field(self.by)
        return field.related_model  # type: ignore[no-any-return]

    @property
    def is_numbered(self) -> bool:
        """Whether the database gives its keys, in the order in which rows came to it."""
        return isinstance(self.model._meta.pk, models.AutoField)

    @property
    def sorted_by(self) -> str:
        """What orders rows with such keys alike in every database, before these; "" where the key does it alone."""
        if not self.is_numbered:
            return ""
        if self.by == SUBJECT:
            return SUBJECT
        names = [one.attname for one in self.model._meta.concrete_fields if one.is_relation and not one.null]
        above: Any = self.model._meta.get_field(self.by) if self.above else None
        return str(above.attname) if above else names[0]

    @cached_property
    def references(self) -> list[Reference]:
        """Its columns that name rows which may be taken."""
        found: list[Any] = [one for one in self.model._meta.concrete_fields if one.is_relation]
        return [one for one in found if (line := lines().get(one.related_model)) and line.is_taken]

    def pulls(self, field: Reference) -> bool:
        """Whether the row that this column names comes along. What may be missing of another's matter does not."""
        if not field.null or lines()[field.related_model].word == ALONG:
            return True
        return f"{self.model._meta.label}.{field.name}" in FOLLOWED


@cache
def lines() -> dict[Model, Line]:
    """All lines by their table. Raises LookupError for a table that is not there."""
    rows = Path(__file__).with_name("belonging.tsv").read_text(encoding="utf-8").splitlines()
    found = {}
    for row in rows[1:]:
        name, word, by, subjects, why = row.split("\t")
        model = apps.get_model(name)
        pairs = tuple((kind, column) for kind, _, column in (one.partition(":") for one in subjects.split()))
        found[model] = Line(model, word, by, pairs, why)
    return found


@cache
def taken() -> list[Line]:
    """The tables of which something can go, those to which others refer first."""
    held = {line.model: line for line in lines().values() if line.is_taken}
    return [held[model] for model in _ordered(held)]


@cache
def ended() -> list[Line]:
    """Those that hang on what goes and do not go, made anew or not; those that hang on others last."""
    held = {line.model: line for line in lines().values() if line.word in (ENDS, ANEW) and line.above}
    return [held[model] for model in _ordered(held)]


def _ordered(held: dict[Model, Line]) -> list[Model]:
    """By what a row cannot be without; what it can be without counts as far as it leads in no circle."""
    graph: dict[Model, set[Model]] = {model: set() for model in sorted(held, key=lambda one: one._meta.label)}
    loose = []
    owning = {apps.get_model(name) for name in reactions.SEALED_FOR.values()}
    for model in graph:
        if getattr(model, "sealed_with", "") == SUBJECT:  # whose key seals it, say these
            graph[model] |= owning & held.keys()
    for model, needed in graph.items():
        for field in model._meta.concrete_fields:
            target: Any = field.related_model
            if target in held and target is not model:
                if field.null:
                    loose.append((model, target))
                else:
                    needed.add(target)
    for model, target in loose:
        if target in graph[model]:
            continue
        graph[model].add(target)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError:
            graph[model].remove(target)
    return list(TopologicalSorter(graph).static_order())
