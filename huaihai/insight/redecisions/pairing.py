"""Who decides which file: two people of two cities, none of them a party to it, the load spread. Pure: no Django.

Files are taken in their order. For each the person with the least files so far comes first; among equals the lot
decides, the SHA-256 of "seed:file:person". Whoever holds seed, files and people draws the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from huaihai.insight.callbacks.lots import lot

PAIR = 2


@dataclass(frozen=True)
class Person:
    """Somebody who can be drawn. `cities`: all in which he or she holds a post; the first is drawn for."""

    key: str
    cities: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A file, with the cities and people that had a part in it."""

    key: str
    cities: frozenset[str] = field(default_factory=frozenset)
    people: frozenset[str] = field(default_factory=frozenset)


def pairs(seed: str, files: Sequence[File], people: Sequence[Person]) -> dict[str, list[Person]]:
    """For each file two people, or none at all where two of two other cities cannot be found."""
    load = dict.fromkeys((person.key for person in people), 0)
    found: dict[str, list[Person]] = {}
    for file in files:
        chosen: list[Person] = []
        while len(chosen) < PAIR:
            following = next_of(seed, file, people, load, taken=chosen)
            if following is None:
                break
            chosen.append(following)
        found[file.key] = chosen if len(chosen) == PAIR else []
        for person in found[file.key]:
            load[person.key] += 1
    return found


def next_of(
    seed: str, file: File, people: Sequence[Person], load: Mapping[str, int], *, taken: Collection[Person]
) -> Person | None:
    """Who is drawn next for this file beside (or instead of) those `taken`; None if nobody is left."""
    cities = file.cities | {person.cities[0] for person in taken}
    gone = file.people | {person.key for person in taken}
    fit = [
        person
        for person in people
        if person.key not in gone and not cities & set(person.cities) and person.cities
    ]
    return min(
        fit, key=lambda one: (load.get(one.key, 0), lot(seed, f"{file.key}:{one.key}"), one.key), default=None
    )
