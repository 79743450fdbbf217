"""What became of a case, as every number of this room counts it: six outcomes that are never added to one another."""

from enum import StrEnum


class Outcome(StrEnum):
    """Each received case is exactly one of these on a given day."""

    OPEN = "open"  # not final yet
    CONFIRMED = "confirmed"  # the consumer said that what was agreed was done
    NOT_SOLVED = "not_solved"  # mediation ended without agreement, or what was agreed was not done
    UNKNOWN = "unknown"  # closed without anybody having confirmed it
    WITHDRAWN = "withdrawn"  # the consumer took it back; why is not always known
    ELSEWHERE = "elsewhere"  # not admitted, referred to another authority, or joined to another file


OF_RESULT = {
    "fulfilled": Outcome.CONFIRMED,
    "unconfirmed": Outcome.UNKNOWN,
    "unfulfilled": Outcome.NOT_SOLVED,
}
OF_STAGE = {
    "terminated": Outcome.NOT_SOLVED,
    "withdrawn": Outcome.WITHDRAWN,
    "declined": Outcome.ELSEWHERE,
    "referred": Outcome.ELSEWHERE,
    "linked": Outcome.ELSEWHERE,
}


def outcome_of(stage: str, result: str) -> Outcome:
    """The outcome of a received case that stands in this stage with this result ("" without one)."""
    if stage == "closed":
        return OF_RESULT.get(result, Outcome.UNKNOWN)
    return OF_STAGE.get(stage, Outcome.OPEN)
