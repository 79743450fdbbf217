"""Criteria and evidence by chance, and the criteria that are shipped."""

import json
import random
from pathlib import Path
from typing import Any

from huaihai.brands.scoring.names import AXES, BETTER, EVIDENCE, FIRST_FORMAT, FORMAT, HEARTS, KINDS

Json = dict[str, Any]

SHIPPED: Json = json.loads(
    (Path(__file__).resolve().parents[2] / "data" / "criteria.json").read_text(encoding="utf-8")
)


def shipped() -> Json:
    """A copy of the criteria that are shipped."""
    return json.loads(json.dumps(SHIPPED))  # type: ignore[no-any-return]


def first_format() -> Json:
    """The same in the first format, which asked of each entry how far two assessors agree."""
    held = shipped()
    admission = {name: value for name, value in held["admission"].items() if name != "apart"}
    return held | {"format": FIRST_FORMAT, "admission": admission | {"agreement": "0.6"}}


def criteria(chance: random.Random) -> Json:
    """Criteria that can be adopted: every heart and axis is covered by a criterion for all kinds."""
    rows = [
        criterion(chance, key=f"all-{number}", heart=HEARTS[number % 3], axis=AXES[number], kinds=[])
        for number in range(4)
    ]
    for number in range(chance.randrange(12)):
        kinds = chance.sample(KINDS, chance.randrange(len(KINDS)))
        heart = chance.choice(["", *HEARTS])
        rows.append(criterion(chance, key=f"c-{number}", heart=heart, axis=chance.choice(AXES), kinds=kinds))
    chance.shuffle(rows)
    rules = {"triggers": SHIPPED["triggers"], "clocks": SHIPPED["clocks"]}
    asked = {"total": decimal(chance, 100), "heart": decimal(chance, 100)}
    admission = SHIPPED["admission"] | asked
    return {"format": FORMAT, "look_back_months": 24, "criteria": rows, "admission": admission, **rules}


def criterion(chance: random.Random, **said: Any) -> Json:
    """One criterion."""
    evidence = chance.choice(list(EVIDENCE))
    shape = EVIDENCE[evidence]
    row = {
        "name": {"zh": "条件", "en": "criterion"},
        "evidence": evidence,
        "shape": shape,
        "weight": chance.choice(["1", "12", "0.25", "3.7", "100"]),
        "threshold": chance.choice([None, decimal(chance, 100)]),
        **said,
    }
    if shape == "share":
        row["prior"] = {
            "share": chance.choice(["0", "0.5", "0.62", "0.8", "0.9"]),
            "strength": chance.choice(["10", "20", "33.3", "1000"]),
        }
    if shape == "steps":
        bounds = sorted(chance.sample(range(9), chance.randint(1, 4)))
        points = sorted(chance.sample(range(101), len(bounds) + 1), reverse=True)
        if BETTER[evidence] == "high":
            bounds.reverse()
        row |= {"better": BETTER[evidence], "else": str(points[-1])}
        row["steps"] = [[str(bound), str(of)] for bound, of in zip(bounds, points, strict=False)]
    return row


def evidence(chance: random.Random) -> Json:
    """What is known of an entry, some of it missing."""
    return {name: known(chance, shape) for name, shape in EVIDENCE.items() if chance.random() < 0.8}


def known(chance: random.Random, shape: str) -> Json:
    """One thing that is known."""
    if shape == "share":
        of = chance.choice([0, 1, 3, 7, 40, 120, 5000])
        return {"hits": chance.randint(0, of), "of": of}
    if shape == "steps":
        return {"count": chance.randrange(10)}
    if shape == "yes":
        return {"yes": chance.random() < 0.5}
    return {"points": decimal(chance, 100)}


def decimal(chance: random.Random, most: int) -> str:
    """A decimal from 0 to `most`."""
    digits = chance.choice([0, 1, 2, 8])
    number = chance.randint(0, most * 10**digits)
    return f"{number // 10**digits}.{number % 10**digits:0{digits}}" if digits else str(number)
