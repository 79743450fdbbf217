"""Commands of the programme: huaihai brands …"""

from typing import Any


def add_to(groups: Any) -> None:
    """Add the group `brands` with its commands."""
    brands = groups.add_parser("brands", help="the three hearts: marks, scores, the record of the programme")
    commands = brands.add_subparsers(metavar="COMMAND", required=True)
    del commands
