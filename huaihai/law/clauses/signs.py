"""The signs of a clause: written as data, compiled once.

A sign is a row of groups, parted by spaces; all of them must stand near one another. A group is a regular expression,
in which `<name>` is a concept. `!` before a group: it must not stand there; `@30`: how near, in characters. Several
signs of a clause are parted by " / "; where the first of them is `?`, the clause yields to any other in its sentence.
`unless` takes them all away where it stands in the same part of the sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from huaihai.law.clauses.register import PARTED, SIGNS, Register, held
from huaihai.law.clauses.text import folded
from huaihai.law.errors import LawError
from huaihai.packs import country_folder

NEAR: Final = 36  # characters from the first to the last, where a sign says nothing else
_NAME: Final = re.compile(r"<([^<>?=!]+)>")
# Concepts that stand for what a business refuses; where its opposite stands beside it, nothing is refused.
OPPOSITE: Final = (("<不退>", "可退"), ("<不赔>", "担责"), ("<自担>", "担责"))
YIELDS: Final = "? "
FAIR: Final = "公平"  # what takes any sign away

type Expression = re.Pattern[str]


@dataclass(frozen=True)
class Sign:
    """All of `groups` within `near` characters, none of `never`."""

    groups: tuple[Expression, ...]
    never: tuple[Expression, ...]
    near: int


@dataclass(frozen=True)
class Signs:
    """What a clause is found by."""

    code: str
    signs: tuple[Sign, ...]
    unless: tuple[Expression, ...]
    yields: bool


def compiled() -> tuple[Signs, ...]:
    """Of the register in use. Raises LawError, with what is wrong in its files."""
    return _compiled_in(country_folder())


@cache
def _compiled_in(_folder: Path) -> tuple[Signs, ...]:
    register = held()
    return tuple(_signs(register, code, *written) for code, written in register.signs.items())


def concept(name: str) -> Expression:
    """One concept alone. Where the country has none of this name it is found nowhere."""
    return _concept_in(country_folder(), name)


@cache
def _concept_in(_folder: Path, name: str) -> Expression:
    concepts = held().concepts
    return _expression(f"<{name}>", concepts) if name in concepts else re.compile(r"(?!)")


def _signs(register: Register, code: str, written: str, unless: str) -> Signs:
    concepts = register.concepts
    never = [unless] if unless else []
    never += dict.fromkeys(f"<{other}>" for name, other in OPPOSITE if name in written and other in concepts)
    never += [f"<{FAIR}>"] if FAIR in concepts else []
    return Signs(
        code,
        tuple(_sign(one.split(), concepts) for one in written.removeprefix(YIELDS).split(PARTED)),
        tuple(_expression(one, concepts) for one in never),
        written.startswith(YIELDS),
    )


def _sign(groups: list[str], concepts: Mapping[str, str]) -> Sign:
    near = next((int(one[1:]) for one in groups if one.startswith("@")), NEAR)
    return Sign(
        tuple(_expression(one, concepts) for one in groups if one[0] not in "!@"),
        tuple(_expression(one[1:], concepts) for one in groups if one[0] == "!"),
        near,
    )


def _expression(written: str, concepts: Mapping[str, str]) -> Expression:
    for _depth in range(4):  # a concept may name another
        written = _NAME.sub(lambda name: f"(?:{concepts.get(name[1], name[0])})", written)
    try:
        return re.compile("".join(one if one.isascii() else folded(one) for one in written))
    except re.error as error:
        raise LawError(f"{SIGNS}: {written}: {error}", f"{SIGNS}：{written}：{error}") from error
