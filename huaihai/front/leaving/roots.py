"""Where everything that is of a city begins: the rows that name one of its bodies, each as what goes and what goes
along.

A matter of two cities that is over is kept by both; an open one goes where it is in hand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from huaihai.cases import life
from huaihai.cases.models import Case, TogetherCase
from huaihai.education.models import CoSignature
from huaihai.insight.models import Narrative
from huaihai.members.models import ADMIN_ROLES, Organisation
from huaihai.members.rings import city_at
from huaihai.supervision.models import ProjectCity

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class City:
    """A member city by its six digits, and where its bodies stand in the tree."""

    code: str
    path: str

    @classmethod
    def of(cls, code: str) -> "City":
        """Raises Organisation.DoesNotExist."""
        return cls(code, Organisation.objects.get(key=f"city:{code}").path)

    def has(self, name: str) -> Q:
        """The body that this column names is the city's, or beneath it."""
        return Q(**{f"{name}__path__under": self.path})

    def lacks(self, name: str) -> Q:
        """It names a body of elsewhere."""
        return Q(**{f"{name}__isnull": False}) & ~self.has(name)


@dataclass(frozen=True)
class Root:
    """Rows that go, and those that both sides keep."""

    goes: Q = NOTHING
    along: Q = NOTHING


def of(name: str, city: City) -> Root:
    """The root of this name, as `belonging.tsv` has it."""
    return ROOTS[name](city)


def _cases(city: City) -> Root:
    own = city.has("home") | city.has("lead") | city.has("responsible")
    joint = city.lacks("home") | city.lacks("lead")
    is_open = Q(stage__in=life.OPEN)
    places = {code for code in _places() if city_at(code) == city.code}
    drafts = Q(home=None, consumer_at__in=places)
    goes = own & ~joint | own & joint & is_open & city.has("responsible")
    paid_elsewhere = city.lacks("compensation__fund__body")  # its claim stays in the books of that fund
    along = own & joint & ~is_open | own & paid_elsewhere | city.has("compensation__fund__body")
    return Root(drafts | goes & ~paid_elsewhere, along)


def _places() -> Iterable[str]:
    rows = _all(Case).filter(home=None).exclude(consumer_at="")
    return rows.values_list("consumer_at", flat=True).distinct()


def _publications(city: City) -> Root:
    others = _all(CoSignature).filter(city.lacks("body"))
    return _shared(city.has("publisher"), Q(pk__in=others.values("edition__publication")))


def _projects(city: City) -> Root:
    others = _all(ProjectCity).filter(city.lacks("body"))
    return _shared(city.has("lead"), Q(pk__in=others.values("project")))


def _together(city: City) -> Root:
    others = _all(TogetherCase).filter(city.lacks("case__home") | city.lacks("case__lead"))
    return _shared(city.has("body"), Q(pk__in=others.values("together")))


def _narrative_numbers(city: City) -> Root:
    cases = _cases(city)
    kept = _all(Narrative).exclude(public_id=None)
    goes, along = (
        Q(pk__in=kept.filter(case__in=_all(Case).filter(one)).values("public_id"))
        for one in (cases.goes, cases.along)
    )
    return Root(goes, along)


def _all(model: type[Model]) -> "QuerySet[Any, Any]":
    return QuerySet(model).order_by()


def _shared(own: Q, with_others: Q) -> Root:
    return Root(own & ~with_others, own & with_others)


def _simply(name: str) -> Callable[[City], Root]:
    return lambda city: Root(goes=city.has(name))


ROOTS: dict[str, Callable[[City], Root]] = {
    "adopted_clocks": lambda city: Root(goes=city.has("organisation") & ~Q(decided_by="")),
    "bodies": lambda city: Root(along=Q(path__under=city.path)),
    "cases": _cases,
    "narrative_numbers": _narrative_numbers,
    "of_body": _simply("body"),
    "of_organisation": _simply("organisation"),
    "of_publisher": _simply("publisher"),
    "posts": lambda city: Root(goes=city.has("organisation") & ~Q(role__in=ADMIN_ROLES)),
    "projects": _projects,
    "publications": _publications,
    "representatives": lambda city: Root(along=city.has("business__enrolments__body")),
    "together": _together,
}
