"""What can be wrong with readings and results of a test file, in words."""

from typing import Final

from huaihai.supervision.testing.wording_parts import gettext_noop

READ: Final = {
    "unknown-product": gettext_noop("There is no product “%(found)s”."),
    "unknown-sample": gettext_noop("There is no sample “%(found)s”."),
    "sample-twice": gettext_noop("This code stands on two samples."),
    "unit-differs": gettext_noop("The unit is “%(found)s”, it must be “%(wanted)s”."),
    "value-and-reason": gettext_noop("There is a value, and also a reason why there is none."),
    "no-value": gettext_noop("There is neither a value nor a reason why there is none."),
    "below-without-detection": gettext_noop("The plan has no detection limit for this item."),
    "below-but-above": gettext_noop("%(found)s is called below the detection limit, but is not."),
    "neither-pass-nor-fail": gettext_noop("“%(found)s” is neither 1 (passed) nor 0."),
    "reading-twice": gettext_noop("Two readings have the key “%(found)s”."),
    "replaces-unknown": gettext_noop("It corrects the reading “%(found)s”, which is not there."),
    "replaces-other": gettext_noop(
        "It corrects the reading “%(found)s”, which is of another sample, item or number."
    ),
    "replaced-twice": gettext_noop("The reading “%(found)s” is corrected twice."),
    "readings-missing": gettext_noop(
        "%(product)s, %(item)s: %(wanted)s readings are needed, %(got)s are there."
    ),
    "reading-doubled": gettext_noop("%(product)s, %(item)s: the same reading is there twice."),
    "na-mixed": gettext_noop(
        "%(product)s, %(item)s: some readings say that it does not apply, others have values."
    ),
}
REGISTERED: Final = {
    "other-format": gettext_noop(
        "This is no test file: its format is “%(found)s”, what is checked here is %(wanted)s."
    ),
    "no-format": gettext_noop("This is no test file: it does not say the format %(wanted)s."),
    "no-plan": gettext_noop("The file has no plan."),
    "plan-number": gettext_noop("The version has the number %(found)s instead of %(wanted)s."),
    "plan-changed-without-reason": gettext_noop("The plan was changed without a reason."),
    "plan-hash": gettext_noop("The plan is not the one that was registered: its hash is another."),
    "plan-after-purchase": gettext_noop(
        "It was registered on %(day)s, after the first purchase on %(bought)s."
    ),
    "not-moment": gettext_noop("“%(found)s” is no moment."),
    "not-day": gettext_noop("“%(found)s” is no day."),
    "first-purchase": gettext_noop(
        "%(found)s is not the day of the first purchase: something was bought on %(wanted)s."
    ),
    "product-not-planned": gettext_noop("The plan has no product “%(found)s”."),
    "called-as-another": gettext_noop(
        "It is called “%(found)s” like another product of the plan; planned was “%(wanted)s”."
    ),
    "product-missing": gettext_noop("The planned product “%(found)s” is missing, without a reason."),
    "bought-after-all": gettext_noop("“%(found)s” is said to be bought and not to be bought."),
    "no-readings": gettext_noop(
        "The file has no readings: only what follows from its printed parts was checked."
    ),
}
RESULTS: Final = {
    "result-missing": gettext_noop("There is no result for the product “%(found)s”."),
    "results-not-in-order": gettext_noop("They do not stand in the order of the products."),
    "item-missing": gettext_noop("%(product)s: the item “%(item)s” is missing."),
    "na-not-as-read": gettext_noop("Whether it applies is not what the readings say."),
    "word-not-as-read": gettext_noop("“%(found)s” is not what the readings say: “%(wanted)s”."),
    "value-wrong": gettext_noop("%(found)s does not follow from the readings; %(wanted)s does."),
    "detection-rule": gettext_noop(
        "%(found)s does not follow the plan's rule below the detection limit; %(wanted)s does."
    ),
    "rounded-early": gettext_noop("%(found)s was rounded on the way; right is %(wanted)s."),
    "limit-not-kept": gettext_noop("The limit was not kept, but the file says it was."),
    "limit-was-kept": gettext_noop("The limit was kept, but the file says it was not."),
    "points-wrong": gettext_noop("%(found)s does not follow from the value; %(wanted)s does."),
    "weights-changed": gettext_noop("%(found)s is not the weight of the plan: %(wanted)s."),
    "na-spread": gettext_noop(
        "The weight of what does not apply was not treated by the plan's rule: %(found)s instead of %(wanted)s."
    ),
    "no-grade-word": gettext_noop("“%(found)s” is not what follows from the plan: “%(wanted)s”."),
    "graded-against-rule": gettext_noop("By the plan there is no grade, but the file has one."),
    "grade-missing": gettext_noop("By the plan there is a grade, but total, grade or place is missing."),
    "total-wrong": gettext_noop("%(found)s does not follow from points and weights; %(wanted)s does."),
    "rounding-wrong": gettext_noop("%(found)s is not the exact total rounded by the plan: %(wanted)s."),
    "grade-not-from-total": gettext_noop("The total %(total)s is a %(wanted)s, not a %(found)s."),
    "downgrade-lost": gettext_noop(
        "%(product)s: the downgrade “%(rule)s” holds, but is not named; the grade is given as %(found)s."
    ),
    "downgrade-not-carried-out": gettext_noop(
        "A downgrade is named, but the grade %(found)s was kept; it is %(wanted)s."
    ),
    "downgrade-not-due": gettext_noop("%(product)s: the downgrade “%(rule)s” is named, but does not hold."),
    "downgrade-steps": gettext_noop(
        "The steps are not in the order of the plan, or begin or end at another grade."
    ),
    "grade-wrong": gettext_noop(
        "%(found)s does not follow from grade by total and downgrades; %(wanted)s does."
    ),
    "rank-wrong": gettext_noop("%(found)s does not follow from grades and totals; %(wanted)s does."),
    "firmness-wrong": gettext_noop("%(found)s does not come out again; %(wanted)s does."),
}
FILE: Final = {**READ, **REGISTERED, **RESULTS}
