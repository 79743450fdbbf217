"""Commands of the programme: huaihai brands …"""

from typing import Any

from huaihai.brands.conduct import commands as conduct
from huaihai.brands.evidence import commands as evidence
from huaihai.brands.marks import commands as marks
from huaihai.brands.scoring import commands as scoring


def add_to(groups: Any) -> None:
    """Add the group `brands` with its commands."""
    brands = groups.add_parser("brands", help="the three hearts: marks and scores")
    commands = brands.add_subparsers(metavar="COMMAND", required=True)
    conduct.add_to(commands)
    evidence.add_to(commands)
    marks.add_to(commands)
    scoring.add_to(commands)
    about = "verify a mark, by the database or by files alone (0: good, 1: refused, 2: not readable)"
    verify = commands.add_parser("verify", help=about, description=about)
    marks.add_options(verify)
    verify.set_defaults(run=marks.run_verify, needs_django=True, speaks=True)
