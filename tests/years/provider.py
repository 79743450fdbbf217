"""The provider of messages, who fails in all ways: refuses, is silent, takes a message and then is silent, is slow."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from tests.years import nodes
from tests.years.machine import Machine

WAYS = ("takes", "refuses", "is silent", "takes and is silent", "is slow")


@dataclass
class Taking:
    """A message that the provider has. `is_sure`: whoever handed it over knows, and nobody else had it in hand."""

    key: str
    during: nodes.Plan | None  # of the piece of work that handed it over
    is_sure: bool = False


class Provider:
    """`mood` weighs the ways; `takings` outlive whatever becomes of the caller."""

    def __init__(self, machine: Machine, course: Random) -> None:
        self.takings: list[Taking] = []
        self.mood = [1, 0, 0, 0, 0]
        self.is_doubtful = False  # two nodes are at work whose clocks differ, and so when a claim runs out
        self._machine, self._course = machine, course

    def send(self, key: str) -> None:
        way = self._course.choices(WAYS, self.mood)[0]
        if way == "refuses":
            raise ValueError(way)
        if way == "is silent":
            raise TimeoutError(way)
        taking = Taking(key, nodes.under_way())
        self.takings.append(taking)
        nodes.reached()
        if way == "takes and is silent":
            raise TimeoutError(way)
        if way == "is slow":  # its claim may run out meanwhile
            self._machine.move(timedelta(minutes=self._course.randint(1, 14)))
            nodes.gap()
        else:
            taking.is_sure = not self.is_doubtful

    def forgets_who_died(self, plan: nodes.Plan) -> None:
        """What was handed over last by whoever was hurt is not known any more: another node may have sent since."""
        own = (one for one in reversed(self.takings) if one.during is plan)
        if (last := next(own, None)) is not None:
            last.is_sure = False


_provider: Provider | None = None


def use(provider: Provider) -> None:
    """From here on this is the provider."""
    globals()["_provider"] = provider


def send(*, address: str, title: str, text: str, effect_key: str, **more: Any) -> None:
    """The sender that the nodes are told to use."""
    assert _provider is not None  # there is one in every year
    _provider.send(effect_key)
