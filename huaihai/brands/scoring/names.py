"""The words that criteria are made of."""

from typing import Final, Literal

type Shape = Literal["share", "steps", "yes", "points"]

FORMAT: Final = "huaihai-brands-criteria-2"
FIRST_FORMAT: Final = "huaihai-brands-criteria-1"  # asked of each entry how far two assessors agree
KINDS: Final = (
    "shop",
    "restaurant",
    "factory",
    "product",
    "service",
    "live-room",
    "market",
    "street",
    "scenic-area",
)
AXES: Final = ("distinctive", "well-made", "reputed", "loved")
HEARTS: Final = ("safe", "ease", "care")
SHAPES: Final = ("share", "steps", "yes", "points")
EVIDENCE: Final[dict[str, Shape]] = {  # what is gathered, and in which shape
    "licence": "yes",
    "tests": "points",
    "penalties": "steps",
    "pledges": "steps",
    "fund": "yes",
    "reply": "share",
    "settled": "share",
    "returns": "share",
    "promises": "share",
    "elderly": "share",
    "disabled": "share",
    "travellers": "share",
    "prices": "share",
    "ratings": "share",
    "distinctive": "points",
    "quality": "points",
    "revisit": "share",
}
BETTER: Final = {"penalties": "low", "pledges": "high"}  # of what is counted: whether few or many are good
MEASURES: Final = (  # what a trigger can watch
    "serious_cases",
    "broken_promises",
    "unsafe_tests",
    "serious_penalties",
    "unsolved_share_low",
    "refused_mediation",
    "closed_or_moved",
    "false_statements",
    "failed_revisits",
    "score",
)
SHARES: Final = (
    "unsolved_share_low",
)  # measures from 0 to 1; score is from 0 to 100, the others are counted
DOES: Final = ("warn", "suspend", "hear")
CLOCKS: Final[dict[str, tuple[int, int]]] = {  # the least and the most days that may be set
    "statement_working_days": (3, 60),
    "hearing_working_days": (3, 60),
    "decision_working_days": (3, 60),
    "appeal_working_days": (5, 60),
    "panel_working_days": (5, 90),
    "suspended_days": (7, 365),
}
