"""Rings of sealing keys, as `keys.json` has them: one of the alliance, and one of each city. Plain Python, like
`kit.keyring`, which keeps the file.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ALLIANCE = ""  # the ring of what belongs to no city
KEY_BYTES = 32

type Held = dict[str, Any]  # what the file has, or a part of it


@dataclass(frozen=True)
class Ring:
    """The sealing keys of the alliance or of one city. Old ones stand before the current one and stay readable; one
    after it waits to be used."""

    current: str
    keys: Mapping[str, bytes]

    @property
    def old(self) -> list[str]:
        """Those that were used before the current one, the earliest first."""
        names = list(self.keys)
        return names[: names.index(self.current)]


def in_rings(keys: Held, name: str | None, change: Callable[[Held], Held]) -> Held:
    """The keys with this ring changed, else with all. Raises KeyError for a ring that is not there."""
    cities = dict(keys.get("cities", {}))
    for city in cities if name is None else [name] if name != ALLIANCE else []:
        cities[city] = change(cities[city])
    changed = change(keys) if name in (None, ALLIANCE) else keys
    return {**changed, "cities": cities} if cities else changed


def with_cities(keys: Held, cities: Iterable[str]) -> Held:
    """Each city with a ring; one that it has already stays."""
    return {**keys, "cities": {city: _new_ring() for city in cities} | keys.get("cities", {})}


def with_waiting_key(ring: Held) -> Held:
    names = list(ring["sealing"])
    if names[-1] != ring["sealing_current"]:
        return ring
    return {**ring, "sealing": {**ring["sealing"], **named_key("k")}}


def with_waiting_key_in_use(ring: Held) -> Held:
    made = with_waiting_key(ring)
    return {**made, "sealing_current": list(made["sealing"])[-1]}


def without_old(ring: Held) -> Held:
    names = list(ring["sealing"])
    kept = names[names.index(ring["sealing_current"]) :]
    return {**ring, "sealing": {name: ring["sealing"][name] for name in kept}}


def retired(keys: Held, city: str) -> Held:
    """This city without a ring: its keys stand before the alliance's, as old ones do."""
    if city not in keys.get("cities", {}):
        return keys
    ring = keys["cities"][city]
    cities = {name: other for name, other in keys["cities"].items() if name != city}
    known = {**keys.get("retired", {}), city: list(ring["sealing"])}
    return {**keys, "cities": cities, "sealing": {**ring["sealing"], **keys["sealing"]}, "retired": known}


def without_retired(keys: Held, city: str) -> Held:
    """And then without its keys."""
    gone = keys.get("retired", {}).get(city, [])
    kept = {name: key for name, key in keys["sealing"].items() if name not in gone}
    left = {name: names for name, names in keys.get("retired", {}).items() if name != city}
    return {**{name: one for name, one in keys.items() if name != "retired"}, "sealing": kept} | (
        {"retired": left} if left else {}
    )


def joined(own: Held, brought: Held) -> Held:
    """One ring of two machines: all keys, sealing with the newer of the two. Raises ValueError where one name stands
    for two keys."""
    sealing = {**own["sealing"], **brought["sealing"]}
    if any(sealing[name] != key for name, key in own["sealing"].items()):
        raise ValueError("two keys of one name")
    order = list(sealing)
    current = max(own["sealing_current"], brought["sealing_current"], key=order.index)
    return {"sealing": sealing, "sealing_current": current}


def read_ring(held: Mapping[str, Any]) -> Ring:
    """Raises an error of the language if it is none."""
    held["sealing"][held["sealing_current"]]  # it is among the keys
    return Ring(held["sealing_current"], {name: key_from(key) for name, key in held["sealing"].items()})


def key_from(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return key


def named_key(letter: str) -> dict[str, str]:
    """A new key under its name, so that two machines never give one name to two keys."""
    key = new_key()
    return {f"{letter}{hashlib.sha256(key.encode()).hexdigest()[:8]}": key}


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _new_ring() -> Held:
    key = named_key("k")
    return {"sealing_current": next(iter(key)), "sealing": key}
