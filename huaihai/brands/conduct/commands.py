"""`huaihai brands diagram`: printing the lives."""

import argparse
from typing import Any


def add_to(commands: Any) -> None:
    """Add them to the group `brands`."""
    diagram = commands.add_parser("diagram", help="print docs/brand-life.md from the tables")
    diagram.set_defaults(run=run_diagram, needs_django=True)


def run_diagram(_args: argparse.Namespace) -> int:
    """The page, as it is in docs/."""
    from django.utils import translation

    from huaihai.brands.conduct import diagram

    with translation.override("en"):
        print(diagram.page(), end="")
    return 0
