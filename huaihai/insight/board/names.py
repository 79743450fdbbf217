"""What measures and their values are called, in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from huaihai import alliance
from huaihai.governance import charter
from huaihai.insight.board.arithmetic import Pool, shown_share
from huaihai.insight.board.registry import BY_KEY, GIVEN, TARGETS_MET, Kind
from huaihai.insight.models import Target

# Of what the alliance contributes; the nine have their words in the alliance's data.
TITLES: Mapping[str, Promise | str] = {
    "recovered": gettext_lazy("Money that consumers got back"),
    "days-saved": gettext_lazy("Days below the time that mediation may take"),
    "warnings-in-time": gettext_lazy("Warnings before harm"),
    "satisfaction": gettext_lazy("Satisfaction"),
}
UNITS: Mapping[str, Promise | str] = {
    "recovered": pgettext_lazy("unit", "yuan"),
    "days-saved": pgettext_lazy("unit", "days"),
    "warnings-in-time": "%",
    "satisfaction": pgettext_lazy("unit", "of 100 points"),
}
PERCENT = "%"


def measures() -> dict[str, charter.Measure]:
    """The measures of the nine as the alliance's data tell them, by key."""
    return {one.key: one for part in charter.parts(alliance.load()) for one in part.measures}


def part_of_measures() -> dict[str, str]:
    """Which of the nine each measure belongs to."""
    return {one.key: part.key for part in charter.parts(alliance.load()) for one in part.measures}


def choices() -> list[tuple[str, str]]:
    """What can have a target: every measure of this alliance that is counted, with its name and unit."""
    told = measures()
    keys = [key for key in told if key in BY_KEY and key != TARGETS_MET] + [kind.key for kind in GIVEN]
    return [(key, with_unit(title(key), unit_of(key))) for key in keys]


def title(key: str) -> str:
    """What a measure is called."""
    if key in TITLES:
        return str(TITLES[key])
    told = measures().get(key)
    return told.words if told else key


def unit_of(key: str) -> str:
    """Its unit."""
    if key in UNITS:
        return str(UNITS[key])
    told = measures().get(key)
    return told.unit if told else ""


def with_unit(words: str, unit: str) -> str:
    """A name with its unit in brackets."""
    return _("%(words)s (%(unit)s)") % {"words": words, "unit": unit} if unit else words


def number(kind: Kind, value: Decimal) -> str:
    """A value rounded for the eye, thousands apart."""
    return f"{shown_share(kind.pool, value, kind.digits):,.{max(kind.digits, 0)}f}"


def amount(number_words: str, unit: str) -> str:
    """A number and its unit: "93.1%", "12 days"."""
    if unit == PERCENT:
        return f"{number_words}%"
    return f"{number_words} {unit}".strip()


def value(kind: Kind, found: Decimal, *, of: int = 0, unit: str = "") -> str:
    """A value in words, with what it is part of where it stands for a number of things."""
    said = number(kind, found)
    if kind.pool == Pool.STANDING:
        return pgettext("part of a whole", "%(n)s of %(of)s") % {"n": said, "of": f"{of:,}"}
    return amount(said, unit)


def aim(key: str, direction: str, target: Decimal) -> str:
    """A target in words: at least 90 %."""
    plain = f"{target.normalize():,f}"
    return f"{Target.Direction(direction).label} {amount(plain, unit_of(key))}"
