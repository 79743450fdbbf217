"""Every address there is: the patterns of `urls.py`, with the verbs of desks that share one, and the protocol's own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

METHODS = ("GET", "POST")
NOUN = "<slug:noun>"
PART = re.compile(r"<(?:\w+:)?(\w+)>")
PROTOCOL = "api/v1/^(?P<address>[\\s\\S]*)$"


@dataclass(frozen=True)
class Address:
    """One line of the table. `noun` is the verb, where a desk has one pattern for all of them."""

    route: str
    name: str
    room: str
    guard: str
    parts: tuple[str, ...] = ()  # names of what the pattern takes
    noun: str = ""

    @property
    def key(self) -> str:
        if self.is_protocol:
            return f"{self.route} {self.noun}".strip()
        return self.route.replace(NOUN, self.noun) if self.noun else self.route

    @property
    def is_protocol(self) -> bool:
        return self.room == "protocol"

    @property
    def last(self) -> str:
        """The last part of its path."""
        return self.route.rpartition("/")[2]

    def path(self, values: Mapping[str, Any]) -> str:
        """Its path, with these values in it."""
        if self.is_protocol:
            return "/" + self.route.format(**values)
        given = {name: values[name] for name in self.parts if name in values}
        if self.noun:
            given["noun"] = self.noun
        return reverse(self.name, kwargs=given)


def every() -> list[Address]:
    """All of them, each once, in the order of their text."""
    found = {one.key: one for one in [*_of_patterns(), *_of_protocol()]}
    return [found[key] for key in sorted(found)]


def _of_patterns() -> Iterator[Address]:
    for route, pattern in patterns(get_resolver()):
        view = pattern.callback
        if route == PROTOCOL:
            continue
        room = view.__module__.split(".")[1] if view.__module__.startswith("huaihai.") else ""
        one = Address(route, pattern.name or "", room, view.guard, tuple(PART.findall(route)))
        nouns = NOUNS.get(one.name)
        if nouns is None:
            assert NOUN not in route, f"{one.name}: say in NOUNS which verbs it has"
            yield one
        for noun in nouns() if nouns else ():
            yield Address(one.route, one.name, one.room, one.guard, one.parts, noun)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for part in resolver.url_patterns:
        route = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from patterns(part, route)
        elif isinstance(part, URLPattern):
            yield route, part


def _of_protocol() -> Iterator[Address]:
    """The one pattern beneath which a router has its own. What is asked of a case is asked of one for practice, too."""
    from huaihai.cases.api import protocol

    for path in protocol.schema_of()["paths"]:
        parts = tuple(re.findall(r"{(\w+)}", path))
        for world in ("", "practice") if "case_id" in parts else ("",):
            yield Address(path.removeprefix("/"), "", "protocol", "connection", parts, world)


def _desk_steps() -> Iterable[str]:
    from huaihai.cases.desk import verbs

    return verbs.BY_NOUN


def _business_steps() -> Iterable[str]:
    from huaihai.cases.business import steps

    return steps.BY_NOUN


def _passing_acts() -> Iterable[str]:
    from huaihai.cases.passing import pages

    return pages.ACTS


def _sheet_steps() -> Iterable[str]:
    from huaihai.cases.sheets import pages

    return pages.FORMS


def _claim_steps(module: str) -> Callable[[], Iterable[str]]:
    def nouns() -> Iterable[str]:
        from importlib import import_module

        found: Iterable[str] = import_module(f"huaihai.compensation.claims.{module}").BY_NOUN
        return found

    return nouns


def _fund_steps() -> Iterable[str]:
    from huaihai.compensation.funds import office

    return nouns_of(office.FUNDS)


def _enrolment_steps() -> Iterable[str]:
    from huaihai.businesses.channel import office

    return nouns_of(office.ENROLMENTS)


def nouns_of(desk: Any) -> list[str]:
    """The verbs of a desk that share one address."""
    from huaihai.desk import verbs

    return [verbs._PAGES[action].noun for action in desk.verbs if not isinstance(action, verbs.Link)]


# Patterns that are one address for each verb of a desk.
NOUNS: dict[str, Callable[[], Iterable[str]]] = {
    "desk-step": _desk_steps,
    "desk-passing-act": _passing_acts,
    "business-step": _business_steps,
    "letter-step": _business_steps,
    "sheet-step": _sheet_steps,
    "desk-fund-step": _fund_steps,
    "desk-fund-claim-step": _claim_steps("office"),
    "business-claim-step": _claim_steps("steps"),
    "my-fund-step": _claim_steps("consumer"),
    "desk-enrolment-decision": _enrolment_steps,
}
