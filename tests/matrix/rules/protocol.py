"""What businesses' own systems ask: real cases, and those for practice."""

from tests.matrix.rows import evidence, main_cases, of_case, one, rule
from tests.matrix.systems import countered, practised

RULES = [
    rule(
        r"^api/v1/.*/(acceptance|rejection) practice",
        one(lambda: practised("receipt", "offer")),
        case_id="pk",
    ),
    rule(r"^api/v1/.*/(acceptance|rejection)", one(countered)),
    rule(
        r"^api/v1/.*/fulfilment practice",
        one(lambda: practised("receipt", "offer", "acceptance")),
        case_id="pk",
    ),
    rule(r"^api/v1/.*/receipt practice", one(practised), case_id="pk"),
    rule(r"^api/v1/.* practice", one(lambda: practised("receipt")), case_id="pk", file_id="pk"),
    rule(r"^api/v1/cases/{", main_cases, file_id=lambda row: evidence(of_case(row)).pk),
]
