"""What the parts of a plan are called, on pages and in spreadsheets."""

from typing import Any

from django.utils.translation import pgettext_lazy

HEADINGS: dict[str, Any] = {  # lazy texts, of which forms take some kinds only
    "name": pgettext_lazy("plan", "Name"),
    "value": pgettext_lazy("plan", "Value"),
    "key": pgettext_lazy("plan", "Key"),
    "what": pgettext_lazy("plan", "What is tested"),
    "category": pgettext_lazy("plan", "Category"),
    "question": pgettext_lazy("plan", "What people will know afterwards"),
    "basis": pgettext_lazy("plan", "Standard or specification"),
    "main": pgettext_lazy("plan", "Main samples of each product"),
    "spare": pgettext_lazy("plan", "Spare samples of each product"),
    "not_applicable": pgettext_lazy("plan", "If an item does not apply"),
    "digits": pgettext_lazy("plan", "Digits of the total"),
    "mode": pgettext_lazy("plan", "Rounding"),
    "reply_working_days": pgettext_lazy("plan", "Working days for a maker's answer"),
    "budget_fen": pgettext_lazy("plan", "Money (fen)"),
    "seed": pgettext_lazy("plan", "Seed of the draws"),
    "draws": pgettext_lazy("plan", "Draws for firmness"),
    "brand": pgettext_lazy("plan", "Brand"),
    "model": pgettext_lazy("plan", "Model"),
    "maker": pgettext_lazy("plan", "Maker"),
    "maker_code": pgettext_lazy("plan", "Maker's credit code"),
    "price_fen": pgettext_lazy("plan", "Price (fen)"),
    "channel": pgettext_lazy("plan", "Bought how"),
    "city": pgettext_lazy("plan", "City"),
    "where": pgettext_lazy("plan", "Shop or platform"),
    "group": pgettext_lazy("plan", "Group"),
    "standard": pgettext_lazy("plan", "Standard"),
    "clause": pgettext_lazy("plan", "Clause"),
    "unit": pgettext_lazy("plan", "Unit"),
    "replicates": pgettext_lazy("plan", "Readings of each sample"),
    "combine": pgettext_lazy("plan", "Readings combined by"),
    "better": pgettext_lazy("plan", "Which is better"),
    "weight": pgettext_lazy("plan", "Weight"),
    "scale": pgettext_lazy("plan", "How a value becomes points"),
    "steps": pgettext_lazy("plan", "Steps"),
    "else": pgettext_lazy("plan", "Points beyond the last step"),
    "best": pgettext_lazy("plan", "Value for 100 points"),
    "worst": pgettext_lazy("plan", "Value for 0 points"),
    "limit": pgettext_lazy("plan", "Limit"),
    "is_safety": pgettext_lazy("plan", "About safety"),
    "error_kind": pgettext_lazy("plan", "Kind of reading error"),
    "error_u": pgettext_lazy("plan", "Standard uncertainty"),
    "detection": pgettext_lazy("plan", "Detection limit"),
    "below_detection": pgettext_lazy("plan", "Below it counts"),
    "when": pgettext_lazy("plan", "When it holds"),
    "of": pgettext_lazy("plan", "Of which item or group"),
    "number": pgettext_lazy("plan", "Points, or how many items"),
    "at_best": pgettext_lazy("plan", "At best this grade"),
    "from": pgettext_lazy("plan", "From how many points"),
}


def of(name: str) -> str:
    """What this part of a plan is called."""
    return str(HEADINGS[name])
