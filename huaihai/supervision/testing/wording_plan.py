"""What can be wrong with a plan, and with the shape of a file, in words."""

from typing import Final

from huaihai.supervision.testing.wording_parts import gettext_noop

PLAN: Final = {
    "missing": gettext_noop("Please fill this in."),
    "not-text": gettext_noop("Please write a text of at most 500 characters."),
    "not-key": gettext_noop("“%(found)s” has characters that a key cannot have, or is empty."),
    "not-choice": gettext_noop("“%(found)s” is none of those possible: %(allowed)s."),
    "not-flag": gettext_noop("This can only be yes or no."),
    "not-whole": gettext_noop("Please write a whole number from %(least)s to %(most)s."),
    "not-number": gettext_noop("“%(found)s” is no number. Please write it like 12.5."),
    "out-of-range": gettext_noop("%(found)s is not possible here, too small or too great."),
    "not-positive": gettext_noop("The number must be above 0."),
    "not-object": gettext_noop("This part is not built as the file format says."),
    "not-list": gettext_noop("There is no list here."),
    "too-few": gettext_noop("At least %(least)s must stand here."),
    "too-many": gettext_noop("No more than %(most)s can stand here."),
    "key-twice": gettext_noop("“%(found)s” stands here twice."),
    "no-basis": gettext_noop("Please name at least one standard or specification."),
    "limit-against-better": gettext_noop(
        "Where low is better the limit is an “at most”, where high is better an “at least”."
    ),
    "scale-needs-limit": gettext_noop("Points by limit need a limit."),
    "pass-with-numbers": gettext_noop(
        "Passed or not goes with high is better and the worst reading, and without limit, error and detection limit."
    ),
    "not-steps": gettext_noop("Please write steps, each a bound and points from 0 to 100."),
    "steps-not-in-order": gettext_noop(
        "The steps must go from the best value to the worst, with fewer points each."
    ),
    "line-against-better": gettext_noop("Best and worst value are the same, or the wrong way round."),
    "not-when": gettext_noop("Please say when this rule holds."),
    "weights-not-100": gettext_noop("The weights add up to %(total)s, not to 100."),
    "grades-not-falling": gettext_noop("The least totals must fall from grade to grade, the last one is 0."),
    "grade-finer-than-total": gettext_noop(
        "The least total has more decimals than the total, which has %(digits)s."
    ),
    "unknown-group": gettext_noop("There is no group “%(found)s”."),
    "unknown-grade": gettext_noop("There is no grade “%(found)s”."),
    "unknown-item": gettext_noop("There is no item “%(found)s”."),
    "downgrade-without-effect": gettext_noop("At best the best grade: this rule changes nothing."),
    "downgrade-cannot-hold": gettext_noop(
        "This can never happen: there is no limit that could be broken, or nothing gives so few points."
    ),
    "safety-cannot-fail": gettext_noop("This is about safety and needs a limit."),
    "safety-without-downgrade": gettext_noop("This is about safety: a downgrade must answer to its failing."),
    "draws-not-fit": gettext_noop("Please take 0, or from %(least)s to %(most)s."),
}
