"""The form of a plan's grades: what is wrong with them is said beside the field."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from huaihai.kit.form_fields import Line, SeenForm
from huaihai.supervision.grading.shape import GRADE_KEY, as_decimal
from huaihai.supervision.testing.planning.numbers import DecimalField

MOST_GRADES = 8
NUMBERS = range(1, MOST_GRADES + 1)
PARTS = ("key", "name", "from")


class GradesForm(SeenForm):
    """The grades, best first; empty lines are left out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in NUMBERS:
            said = {"n": number}
            self.fields[f"key_{number}"] = Line(
                label=_("Grade %(n)d: short name") % said, max_length=8, required=False
            )
            self.fields[f"name_{number}"] = Line(
                label=_("Grade %(n)d: in words") % said, max_length=40, required=False
            )
            self.fields[f"from_{number}"] = DecimalField(
                label=_("Grade %(n)d: from how many points") % said, required=False, most=100
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        filled = [n for n in NUMBERS if any(said.get(f"{name}_{n}") for name in PARTS)]
        for n in filled:
            self._check_line(n, said)
        if not self.errors:
            self._check_fall([(f"from_{n}", as_decimal(said[f"from_{n}"]) or Fraction(0)) for n in filled])
        return said

    def rows(self) -> list[dict[str, str]]:
        """The grades that were filled in."""
        said = self.cleaned_data
        found = [{name: said[f"{name}_{n}"] for name in PARTS} for n in NUMBERS]
        return [row for row in found if any(row.values())]

    @property
    def lines(self) -> list[list[Any]]:
        """The bound fields, one list a grade."""
        return [[self[f"{name}_{n}"] for name in PARTS] for n in NUMBERS]

    def _check_line(self, n: int, said: dict[str, Any]) -> None:
        for name in (f"{part}_{n}" for part in PARTS):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Please fill it in, or empty the whole line."))
        if (key := said.get(f"key_{n}")) and GRADE_KEY.fullmatch(key) is None:
            self.add_error(f"key_{n}", _("A short name has the letters A to Z, figures, + and - only."))

    def _check_fall(self, least: list[tuple[str, Fraction]]) -> None:
        above: Fraction | None = None
        for name, points in least:
            if above is not None and points >= above:
                self.add_error(name, _("It has to begin lower than the grade above it."))
            above = points
        if above:
            self.add_error(least[-1][0], _("The last grade begins at 0, so that every total has a grade."))
