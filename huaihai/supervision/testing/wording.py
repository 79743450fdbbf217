"""Problems of plans and findings in files, in words: first where, then what. No Django is needed to ask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from huaihai.supervision.grading.shape import Problem

PART: Final = "part of a test file"  # the context of these texts


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue."""
    return text


def pgettext(context: str, text: str) -> str:
    """Marks a text of a context for the catalogue. `context` is PART, written out, as the collector reads the code."""
    return text


# what stands in lists: the list's name, and what one of them is called
NOUNS: Final = {
    "products": pgettext("part of a test file", "product “%(key)s”"),
    "not_bought": pgettext("part of a test file", "not bought “%(key)s”"),
    "groups": pgettext("part of a test file", "group “%(key)s”"),
    "items": pgettext("part of a test file", "item “%(key)s”"),
    "grades": pgettext("part of a test file", "grade “%(key)s”"),
    "downgrades": pgettext("part of a test file", "downgrade “%(key)s”"),
    "plans": pgettext("part of a test file", "plan version “%(key)s”"),
    "samples": pgettext("part of a test file", "sample “%(key)s”"),
    "readings": pgettext("part of a test file", "reading “%(key)s”"),
    "labs": pgettext("part of a test file", "laboratory “%(key)s”"),
    "results": pgettext("part of a test file", "result of “%(key)s”"),
    "weights": pgettext("part of a test file", "weight of “%(key)s”"),
}
PARTS: Final = {
    "what": pgettext("part of a test file", "what is tested"),
    "category": pgettext("part of a test file", "category"),
    "question": pgettext("part of a test file", "what people want to know"),
    "basis": pgettext("part of a test file", "standards"),
    "samples": pgettext("part of a test file", "samples"),
    "main": pgettext("part of a test file", "samples to be tested"),
    "spare": pgettext("part of a test file", "spare samples"),
    "products": pgettext("part of a test file", "products"),
    "groups": pgettext("part of a test file", "groups"),
    "items": pgettext("part of a test file", "items"),
    "downgrades": pgettext("part of a test file", "downgrades"),
    "grades": pgettext("part of a test file", "grades"),
    "key": pgettext("part of a test file", "key"),
    "name": pgettext("part of a test file", "name"),
    "brand": pgettext("part of a test file", "brand"),
    "model": pgettext("part of a test file", "model"),
    "maker": pgettext("part of a test file", "maker"),
    "maker_code": pgettext("part of a test file", "{business_code} of the maker"),
    "price_fen": pgettext("part of a test file", "price"),
    "channel": pgettext("part of a test file", "online or shop"),
    "city": pgettext("part of a test file", "city"),
    "where": pgettext("part of a test file", "where it is bought"),
    "group": pgettext("part of a test file", "group"),
    "standard": pgettext("part of a test file", "standard"),
    "clause": pgettext("part of a test file", "clause"),
    "unit": pgettext("part of a test file", "unit"),
    "replicates": pgettext("part of a test file", "readings of each sample"),
    "combine": pgettext("part of a test file", "how readings are combined"),
    "better": pgettext("part of a test file", "which is better"),
    "weight": pgettext("part of a test file", "weight"),
    "weights": pgettext("part of a test file", "weights"),
    "scale": pgettext("part of a test file", "scale of points"),
    "type": pgettext("part of a test file", "kind of scale"),
    "steps": pgettext("part of a test file", "steps"),
    "else": pgettext("part of a test file", "points otherwise"),
    "best": pgettext("part of a test file", "best value"),
    "worst": pgettext("part of a test file", "worst value"),
    "limit": pgettext("part of a test file", "limit"),
    "max": pgettext("part of a test file", "limit, at most"),
    "min": pgettext("part of a test file", "limit, at least"),
    "is_safety": pgettext("part of a test file", "about safety"),
    "error": pgettext("part of a test file", "reading error"),
    "kind": pgettext("part of a test file", "kind"),
    "u": pgettext("part of a test file", "standard uncertainty"),
    "detection": pgettext("part of a test file", "detection limit"),
    "below_detection": pgettext("part of a test file", "what counts below the detection limit"),
    "not_applicable": pgettext("part of a test file", "what counts where an item does not apply"),
    "when": pgettext("part of a test file", "when it holds"),
    "item": pgettext("part of a test file", "item"),
    "points_below": pgettext("part of a test file", "fewer points than"),
    "failed_at_least": pgettext("part of a test file", "how many items failed"),
    "at_best": pgettext("part of a test file", "at best this grade"),
    "rounding": pgettext("part of a test file", "rounding"),
    "digits": pgettext("part of a test file", "decimals"),
    "mode": pgettext("part of a test file", "how halves are rounded"),
    "from": pgettext("part of a test file", "least total"),
    "clocks": pgettext("part of a test file", "time limits"),
    "reply_working_days": pgettext("part of a test file", "working days to answer"),
    "budget_fen": pgettext("part of a test file", "budget"),
    "seed": pgettext("part of a test file", "seed"),
    "draws": pgettext("part of a test file", "draws"),
    "plans": pgettext("part of a test file", "plans"),
    "plan": pgettext("part of a test file", "plan"),
    "number": pgettext("part of a test file", "number"),
    "hash": pgettext("part of a test file", "hash"),
    "registered_at": pgettext("part of a test file", "registered"),
    "reason": pgettext("part of a test file", "reason"),
    "first_purchase_on": pgettext("part of a test file", "first purchase"),
    "bought_on": pgettext("part of a test file", "bought"),
    "product": pgettext("part of a test file", "product"),
    "code": pgettext("part of a test file", "code of the sample"),
    "readings": pgettext("part of a test file", "readings"),
    "id": pgettext("part of a test file", "key"),
    "sample": pgettext("part of a test file", "sample"),
    "n": pgettext("part of a test file", "which of the readings"),
    "value": pgettext("part of a test file", "value"),
    "below": pgettext("part of a test file", "below the detection limit"),
    "na": pgettext("part of a test file", "why it does not apply"),
    "round": pgettext("part of a test file", "first test or retest"),
    "replaces": pgettext("part of a test file", "what it corrects"),
    "results": pgettext("part of a test file", "results"),
    "points": pgettext("part of a test file", "points"),
    "failed": pgettext("part of a test file", "limit kept or not"),
    "total_exact": pgettext("part of a test file", "exact total"),
    "total": pgettext("part of a test file", "total"),
    "grade_by_total": pgettext("part of a test file", "grade by total"),
    "grade": pgettext("part of a test file", "grade"),
    "rank": pgettext("part of a test file", "place"),
    "no_grade": pgettext("part of a test file", "why there is no grade"),
    "firmness": pgettext("part of a test file", "how firm the place is"),
}
COMMA: Final = pgettext("part of a test file", ", ")
COLON: Final = pgettext("part of a test file", ": ")


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


SENTENCES: Final = {**PLAN, **FILE}
ALONE: Final = frozenset(
    {"weights-not-100", "grades-not-falling", "no-plan", "no-readings", "other-format", "no-format"}
)
NOTHING: Final = {"called": "", "found": "", "wanted": ""}


@dataclass(frozen=True)
class Tongue:
    """How to translate a text, and a text of a context."""

    say: Callable[[str], str]
    say_of: Callable[[str, str], str]


def sentence(problem: Problem, tongue: Tongue | None = None) -> str:
    """What is wrong, in one sentence, in the language of the page or of `tongue`."""
    speaking = tongue or _of_the_page()
    text = SENTENCES[problem.code]
    said = speaking.say(text) % {**NOTHING, **problem.facts}
    if problem.code in ALONE or "%(product)s" in text:  # says itself where
        return said
    where = place(problem, speaking)
    return f"{where}{speaking.say_of(PART, COLON)}{said}" if where else said


def place(problem: Problem, tongue: Tongue) -> str:
    """The place in words: item “boil”, weight. The innermost is called by its name, if the problem knows it."""
    parts = problem.place.removeprefix("plan.").split(".")
    named: list[tuple[str, str]] = []  # noun and key
    last = ""
    while parts:
        part = parts.pop(0)
        if part in NOUNS and parts and parts[0] not in ("main", "spare"):
            named.append((NOUNS[part], parts.pop(0)))
            last = ""
        else:
            last = PARTS.get(part, last)
    if named and (called := problem.facts.get("called")):
        named[-1] = (named[-1][0], called)
    words = [tongue.say_of(PART, noun) % {"key": key} for noun, key in named]
    if last:
        words.append(tongue.say_of(PART, last))
    return tongue.say_of(PART, COMMA).join(words)


def _of_the_page() -> Tongue:
    from django.utils import translation

    return Tongue(translation.gettext, translation.pgettext)
