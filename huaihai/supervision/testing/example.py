"""A whole plan to learn from: 24 kettles from 12 makers that do not exist. The demo and the tests play it, too."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[1] / "data" / "kettles.json"


def example_plan(cities: Sequence[str]) -> dict[str, Any]:
    """The plan with its products shared out among these cities (their keys) in runs of the same length."""
    plan: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    run = -(-len(plan["products"]) // len(cities))
    for place, product in enumerate(plan["products"]):
        product["city"] = cities[place // run]
    return plan
