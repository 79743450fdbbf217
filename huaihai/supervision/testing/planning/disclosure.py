"""What of a registered plan everybody may read while it is still being bought."""

from collections.abc import Mapping
from typing import Any

from huaihai.supervision.testing.planning.reading import products_of


def open_part(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The plan without its products, whose names and shops would give the buyers away; their number stays.

    The hash of the whole plan is public at once, so that nobody can put other products in their place.
    """
    return {name: value for name, value in plan.items() if name != "products"} | {
        "products_count": len(products_of(plan))
    }
