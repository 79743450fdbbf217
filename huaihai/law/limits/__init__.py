"""Every time limit by name: `limits.DECIDE_ON_ACCEPTANCE`, never `7`."""

from datetime import date

from huaihai.law.limits import association, consumer, pledges, regulator, working
from huaihai.law.limits.association import (
    DECIDE_ON_ACCEPTANCE,
    EXTEND_DECISION,
    EXTEND_MEDIATION,
    FIRST_REPLY,
    FORWARD_TO_PLACE_OF_BUSINESS,
    MEDIATE,
    NEGOTIATE,
)
from huaihai.law.limits.consumer import (
    AGENCY_REPLY,
    BURDEN_OF_PROOF,
    CONFIRM_IN_COURT,
    LIMITATION,
    PREPAID_WITHDRAWAL,
    PREPAID_WITHDRAWAL_JIANGSU,
    REFUND_AFTER_RETURN,
    RETURN_FOR_QUALITY,
    RETURN_WITHOUT_REASON,
    SILENCE_IS_REFUSAL,
)
from huaihai.law.limits.pledges import END_PLEDGE, PLEDGED_REPLY, PLEDGED_RETURN
from huaihai.law.limits.regulator import (
    REGULATOR_AGREE_ON_POWER,
    REGULATOR_CHECK_LEAD,
    REGULATOR_DECIDE,
    REGULATOR_EXTEND_CHECK_LEAD,
    REGULATOR_MEDIATE,
    REGULATOR_MEDIATE_ORDER_20,
    REGULATOR_NOTIFY_END,
    REGULATOR_TELL_REPORTER,
)
from huaihai.law.limits.term import Limit, Unit, limits_in
from huaihai.law.limits.working import (
    ANSWER_CORRECTION,
    ANSWER_TEST_RESULT,
    ASSESS_ENTRY,
    CALL_BACK_KEPT,
    CHECK_BACK_ON_PAUSE,
    CONFIRM_FULFILMENT,
    CURE_GRAVE,
    CURE_MINOR,
    CURE_SERIOUS,
    DECIDE_ENTRY_OBJECTION,
    DRAFT_KEPT,
    ENTRY_NOTICE,
    EXPOSURE_SHOWN,
    FILE_KEPT,
    LEAVE_CHANNEL,
    LETTER_CODE,
    RECHECK,
    REMEDY_BREACH,
    REMIND_OF_PROMISE,
    REOPEN,
    RETEST_SPARE,
    RIGHT_OF_REPLY,
    SERVE_INVITATION,
    SUPPLEMENT,
    TAKE_FORWARDED,
    UNDO_CLOSE,
)

__all__ = [
    "AGENCY_REPLY",
    "ANSWER_CORRECTION",
    "ANSWER_TEST_RESULT",
    "ASSESS_ENTRY",
    "BURDEN_OF_PROOF",
    "BY_NAME",
    "CALL_BACK_KEPT",
    "CHECK_BACK_ON_PAUSE",
    "CONFIRM_FULFILMENT",
    "CONFIRM_IN_COURT",
    "CURE_GRAVE",
    "CURE_MINOR",
    "CURE_SERIOUS",
    "DECIDE_ENTRY_OBJECTION",
    "DECIDE_ON_ACCEPTANCE",
    "DRAFT_KEPT",
    "END_PLEDGE",
    "ENTRY_NOTICE",
    "EXPOSURE_SHOWN",
    "EXTEND_DECISION",
    "EXTEND_MEDIATION",
    "FILE_KEPT",
    "FIRST_REPLY",
    "FORWARD_TO_PLACE_OF_BUSINESS",
    "LEAVE_CHANNEL",
    "LETTER_CODE",
    "LIMITATION",
    "MEDIATE",
    "NEGOTIATE",
    "PLEDGED_REPLY",
    "PLEDGED_RETURN",
    "PREPAID_WITHDRAWAL",
    "PREPAID_WITHDRAWAL_JIANGSU",
    "RECHECK",
    "REFUND_AFTER_RETURN",
    "REGULATOR_AGREE_ON_POWER",
    "REGULATOR_CHECK_LEAD",
    "REGULATOR_DECIDE",
    "REGULATOR_EXTEND_CHECK_LEAD",
    "REGULATOR_MEDIATE",
    "REGULATOR_MEDIATE_ORDER_20",
    "REGULATOR_NOTIFY_END",
    "REGULATOR_TELL_REPORTER",
    "REMEDY_BREACH",
    "REMIND_OF_PROMISE",
    "REOPEN",
    "RETEST_SPARE",
    "RETURN_FOR_QUALITY",
    "RETURN_WITHOUT_REASON",
    "RIGHT_OF_REPLY",
    "SERVE_INVITATION",
    "SILENCE_IS_REFUSAL",
    "SUPPLEMENT",
    "TAKE_FORWARDED",
    "UNDO_CLOSE",
    "Limit",
    "Unit",
    "regulator_mediation",
]

BY_NAME: dict[str, Limit] = {
    limit.name: limit
    for module in (consumer, association, pledges, regulator, working)
    for limit in limits_in(vars(module))
}


def regulator_mediation(on: date) -> Limit:
    """The regulator's mediation limit for a complaint accepted on this day."""
    return REGULATOR_MEDIATE if REGULATOR_MEDIATE.is_in_force(on) else REGULATOR_MEDIATE_ORDER_20
