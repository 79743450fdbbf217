"""Finds one address for every pattern that a reader can reach, and for every row with a life one of each stage."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.test import Client

from tests.golden.pages import Answer, get, match, send_nothing

BEGIN = ("/", "/desk/", "/office/", "/business/", "/my/", "/staff/", "/demo/")
CLOSED = ("404", "302 → staff/sign-in/", "302 → track/")
EACH = 3  # rows that the walk looks at for one pattern, of each stage where they have a life
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Each of them would compute or draw for seconds, and what it answers does not depend on the reader.
NOT_SENT = re.compile(r"^(demo/|.*\.(?:png|pdf|docx|xlsx|zip|svg)$)")


@dataclass
class Walk:
    """What one reader meets who follows every link."""

    client: Client
    stages: dict[str, str]  # of every row with a life
    answers: dict[str, Answer] = field(default_factory=dict)
    by_route: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self) -> "Walk":
        waiting = deque(BEGIN)
        seen = set(BEGIN)
        taken: Counter[tuple[str, str]] = Counter()
        while waiting:
            address = waiting.popleft()
            found = match(address)
            if found is None:
                continue
            kind = (found.route, "".join(self.stages.get(key, "") for key in UUID.findall(address)))
            if taken[kind] >= EACH:
                continue
            taken[kind] += 1
            self.by_route[found.route].append(address)
            if NOT_SENT.search(found.route):
                continue
            self.answers[address] = answer = get(self.client, address)
            new = [link for link in answer.links if link not in seen]
            seen.update(new)
            waiting.extend(new)
        return self


@dataclass
class Lives:
    """For every row with a life its stage; and one of each stage, so that a page can be asked for each of them."""

    examples: dict[type[models.Model], dict[str, str]]
    stages: dict[str, str]  # by the key of the row
    kinds: dict[str, type[models.Model]]  # likewise

    @classmethod
    def of_all(cls) -> "Lives":
        found: dict[type[models.Model], dict[str, str]] = {}
        stages: dict[str, str] = {}
        kinds: dict[str, type[models.Model]] = {}
        for model in apps.get_models():
            name = next((one.name for one in model._meta.fields if one.name in ("stage", "state")), "")
            if name and isinstance(model._meta.pk, models.UUIDField):
                rows = model._default_manager.order_by("pk").values_list("pk", name)
                held = {str(pk): stage for pk, stage in rows.iterator()}
                stages |= held
                kinds = dict.fromkeys(held, model) | kinds
                first = {stage: pk for pk, stage in reversed(held.items())}
                found[model] = dict(sorted(first.items()))
        return cls(found, stages, kinds)

    def alike(self, address: str) -> Iterator[tuple[str, str]]:
        """The same page of rows in each stage: what and which stage, and its address."""
        keys = UUID.findall(address)
        if len(keys) != 1 or (model := self.kinds.get(keys[0])) is None:
            return
        for stage, pk in self.examples[model].items():
            yield f"{model._meta.label_lower}={stage}", address.replace(keys[0], pk)


def addresses(walks: Iterable[Walk]) -> dict[str, str]:
    """One address for every pattern that anybody reached, the same on every machine."""
    found: dict[str, str] = {}
    for walk in walks:
        for route, reached in walk.by_route.items():
            found.setdefault(route, reached[0])
    return dict(sorted(found.items()))


def lines(walks: dict[str, Walk], lives: Lives) -> list[str]:
    """What everybody is answered everywhere; readers who are answered alike share a line."""
    readers: dict[str, list[str]] = defaultdict(list)
    for name, walk in walks.items():
        for route, address in addresses(walks.values()).items():
            if NOT_SENT.search(route):
                continue
            for where, line in _answers(walk, route, address, lives):
                readers[f"{where} | {line}"].append(name)
    return sorted(
        f"{line.partition(' | ')[0]} | {' '.join(names)} | {line.partition(' | ')[2]}"
        for line, names in readers.items()
    )


def _answers(walk: Walk, route: str, address: str, lives: Lives) -> Iterator[tuple[str, str]]:
    yield route, (first := _line(walk, address))
    if not first.startswith(CLOSED):
        for stage, alike in lives.alike(address):
            yield f"{route} [{stage}]", _line(walk, alike)


def _line(walk: Walk, address: str) -> str:
    page = walk.answers.get(address) or get(walk.client, address)
    return " | ".join((page.line(), send_nothing(walk.client, address).line(), " ".join(page.routes())))
