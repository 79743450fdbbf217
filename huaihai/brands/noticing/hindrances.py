"""What stands against an admission on a day: facts that block, grave conduct, a proceeding that is open."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from huaihai.brands import standing
from huaihai.brands.entering import eligibility
from huaihai.brands.evidence.measures import measures
from huaihai.brands.models import Entry, Proceeding
from huaihai.kit import local_words

GRAVE = ("suspend", "hear")  # what a trigger does that a holder would not keep the mark through


def hindrances(entry: Entry, on: date) -> list[str]:
    """Each in a sentence, in the reader's language; none: nothing stands against it."""
    found = [f"{one.name}: {one.text}" for one in eligibility.blocking(eligibility.facts(entry, on))]
    if Proceeding.objects.filter(entry=entry, ended_at=None, kind__in=["suspend", "remove"]).exists():
        found.append(_("A proceeding about its conduct is open."))
    return found + [
        _("A written trigger is met: %(name)s.") % {"name": name} for name in grave_triggers(entry, on)
    ]


def grave_triggers(entry: Entry, on: date) -> list[str]:
    """The names of the triggers that would suspend a holder, or have it heard, on this day."""
    version = standing.criteria_on(on)
    if version is None:
        return []
    asked = [
        one
        for one in version.content.get("triggers", ())
        if one["does"] in GRAVE and one.get("at_least") is not None
    ]
    by_span: dict[int, Mapping[str, int | Fraction]] = {
        months: measures(entry, as_of=on, within_months=months)
        for months in {int(one["within_months"]) for one in asked}
    }
    return [
        local_words.either(**one["name"])
        for one in asked
        if (found := by_span[int(one["within_months"])].get(one["measure"])) is not None
        and Fraction(found) >= Fraction(one["at_least"])
    ]
