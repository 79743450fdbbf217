"""The parts of plans and files in words. Texts are only marked here for the catalogue, so that no Django is needed."""

from typing import Final

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
    "maker_code": pgettext("part of a test file", "credit code of the maker"),
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
