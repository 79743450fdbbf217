"""What can go wrong here. `str(error)` is for the person who acts, in the language of the page."""

from typing import Any


class GovernanceError(Exception):
    """The act was refused."""


class NotAllowed(GovernanceError):
    """The actor has no such power here."""


class NotPossible(GovernanceError):
    """The thing is in a state in which this cannot be done."""


class Unfit(GovernanceError):
    """What was handed in does not fit; `field` names the form field."""

    def __init__(self, field: str, message: Any) -> None:
        super().__init__(str(message))
        self.field, self.message = field, message


class Moved(GovernanceError):
    """Somebody else changed the row after this actor had opened it. Carries the row as it is now."""

    def __init__(self, row: Any) -> None:
        super().__init__(f"{row} has changed since it was opened")
        self.row = row
