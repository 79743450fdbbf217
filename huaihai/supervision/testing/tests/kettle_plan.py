"""The plan of the tests: the example of 24 kettles from 12 made-up makers, the first twelve for the leading city."""

from typing import Any

from huaihai.supervision.testing.planning.verbs import example_plan
from huaihai.supervision.tests.people import LEAD, PARTNER

MAKERS = 12
PLAN: dict[str, Any] = example_plan((LEAD, PARTNER))
ITEMS: tuple[dict[str, Any], ...] = tuple(PLAN["items"])


def maker(number: int) -> str:
    """The name of one of the twelve made-up makers: each makes two of the kettles."""
    return str(product(2 * number)["maker"])


def product(number: int) -> dict[str, Any]:
    """Kettle 1 … 24 as planned; odd ones in shops, even ones online."""
    found: dict[str, Any] = PLAN["products"][number - 1]
    return found
