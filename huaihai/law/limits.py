"""Every time limit by name: `limits.DECIDE_ON_ACCEPTANCE`, never `7`. The country's `limits.csv` says what each is."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from huaihai.law.limit import Limit, Unit
from huaihai.law.tables import Table

__all__ = ["BY_NAME", "Limit", "Unit"]

HELD: Final = Table(__name__, Limit, "limits.csv", "name")
BY_NAME: Mapping[str, Limit]

# The platform counts by these.
ANSWER_CORRECTION: Limit
ANSWER_TEST_RESULT: Limit
ASSESS_ENTRY: Limit
CALL_BACK_KEPT: Limit
CHECK_BACK_ON_PAUSE: Limit
CONFIRM_FULFILMENT: Limit
CURE_GRAVE: Limit
CURE_MINOR: Limit
CURE_SERIOUS: Limit
DECIDE_ENTRY_OBJECTION: Limit
DECIDE_ON_ACCEPTANCE: Limit
DRAFT_KEPT: Limit
END_PLEDGE: Limit
ENTRY_NOTICE: Limit
EXPOSURE_SHOWN: Limit
EXTEND_DECISION: Limit
EXTEND_MEDIATION: Limit
FILE_KEPT: Limit
FIRST_REPLY: Limit
FORWARD_TO_PLACE_OF_BUSINESS: Limit
LEAVE_CHANNEL: Limit
LETTER_CODE: Limit
MEDIATE: Limit
NEGOTIATE: Limit
PLEDGED_REPLY: Limit
PLEDGED_RETURN: Limit
PREPAID_NOTICE: Limit
RECHECK: Limit
REMEDY_BREACH: Limit
REMIND_OF_PROMISE: Limit
REOPEN: Limit
RETEST_SPARE: Limit
RIGHT_OF_REPLY: Limit
SERVE_INVITATION: Limit
SILENCE_IS_REFUSAL: Limit
SUPPLEMENT: Limit
TAKE_FORWARDED: Limit
UNDO_CLOSE: Limit

# A country may have no such rule; then nothing is counted and nothing offered.
BURDEN_OF_PROOF: Limit | None
CONFIRM_IN_COURT: Limit | None
LIMITATION: Limit | None
PREPAID_WITHDRAWAL: Limit | None
REFUND_AFTER_RETURN: Limit | None
RETURN_FOR_QUALITY: Limit | None
RETURN_WITHOUT_REASON: Limit | None

if not TYPE_CHECKING:
    __getattr__ = HELD.supply(BY_NAME=lambda: HELD.rows)
