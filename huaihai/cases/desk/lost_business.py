"""A business that is gone: what was checked before it is said, and when."""

from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import gone
from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.desk.settling import ONE_YEAR
from huaihai.cases.desk.step import VerbPage
from huaihai.cases.gone import Check
from huaihai.cases.verbs import negotiation
from huaihai.kit import clock
from huaihai.kit.form_fields import Day, Line


class LoseBusiness(CaseForm):
    """Each check with what it found and its day; those without words were not made."""

    text = text_field(
        _("Anything else"), _("The consumer and the business read all of this."), required=False
    )

    def prepare(self) -> None:
        rest = self.fields.pop("text")
        for name, label in gone.CHECKS.items():
            self.fields[name] = Line(label=label, required=False, max_length=300)
            self.fields[_day_of(name)] = Day(
                label=_("On which day"), initial=clock.today, earliest=-ONE_YEAR, latest=0, required=False
            )
        self.fields["text"] = rest

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """What was found beside its day."""
        return [(self[name], self[_day_of(name)]) for name in gone.CHECKS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        made = [name for name in gone.CHECKS if cleaned.get(name)]
        for name in made:
            if not cleaned.get(_day_of(name)) and _day_of(name) not in self.errors:
                self.add_error(_day_of(name), gettext("Please give a day."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        checks = [Check(name, given[_day_of(name)], given[name]) for name in gone.CHECKS if given.get(name)]
        return {"checks": checks, "text": given["text"]}


def _day_of(check: str) -> str:
    return f"{check}_on"


PAGES = (
    VerbPage(
        "lose_business",
        "lost-business",
        act=negotiation.lose_business,
        form=LoseBusiness,
        follows=_(
            "Write what you found, in at least two of these ways. The business is marked as gone, and the consumer is "
            "told what can still be done."
        ),
        above="business",
    ),
)
