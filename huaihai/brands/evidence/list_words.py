"""Why a row or a file was not taken, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands.evidence.list_rows import Refusal

FIELDS: Final[Mapping[str, Promise | str]] = {
    "authority": gettext_lazy("authority"),
    "number": gettext_lazy("number"),
    "kind": gettext_lazy("kind of decision or licence"),
    "gravity": gettext_lazy("minor or serious"),
    "what": gettext_lazy("for what"),
    "source": gettext_lazy("address of the source"),
    "day": gettext_lazy("day"),
}
REASONS: Final[Mapping[str, Promise | str]] = {
    "code": gettext_lazy("The credit code is not right."),
    "missing": gettext_lazy("Something is missing: %(detail)s."),
    "long": gettext_lazy("This is too long: %(detail)s."),
    "unreadable": gettext_lazy("This holds signs that cannot be stored: %(detail)s."),
    "formula": gettext_lazy("A cell begins like a formula."),
    "person": gettext_lazy("It names a person. Please take the name out."),
    "source": gettext_lazy("The address of the source does not begin with https://."),
    "gravity": gettext_lazy("It says neither minor nor serious."),
    "day": gettext_lazy("The day cannot be read. Please write it like 2026-12-09."),
    "day-far": gettext_lazy("This day cannot be right here."),
    "twice": gettext_lazy("The same authority and number stand in line %(detail)s already."),
    "differs": gettext_lazy("It is stored already and says something else. If it was corrected, mark it so."),
    "nothing-to-correct": gettext_lazy(
        "It is marked as a correction, but nothing is stored under this number."
    ),
}
FILES: Final[Mapping[str, Promise | str]] = {
    "empty": gettext_lazy("The file is empty, or has heads only."),
    "big": gettext_lazy("The file is too big. At most 10 MB, without pictures."),
    "kind": gettext_lazy("This is neither Excel nor CSV."),
    "broken": gettext_lazy("The file is damaged. Please open it, save it as .xlsx, and hand in that."),
    "rows": gettext_lazy("There are more than 5,000 rows. Please hand it in in parts."),
    "columns": gettext_lazy("There are more than 300 columns. Is this the right sheet?"),
}


def refusal(one: Refusal) -> str:
    """Why this row was not taken."""
    words = str(REASONS[one.reason])
    detail = str(FIELDS.get(one.detail, one.detail))
    return words % {"detail": detail} if "%(detail)s" in words else words


def not_the_list(missing: tuple[str, ...]) -> str:
    """That heads are missing, and which."""
    return _("These heads are missing: %(heads)s. The guide shows the whole table.") % {
        "heads": ", ".join(missing)
    }
