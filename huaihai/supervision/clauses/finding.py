"""The pages on unfair clauses, found by what people call them (named in `reactions.SEARCH_OFFICES`)."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses.posters.pages import Door
from huaihai.kit.text.normalise import fold
from huaihai.law.clauses.register import held


def doors(query: str, *, on: date) -> list[Door]:
    """The register and the check of a contract, where the query calls one of them."""
    asked = "".join(fold(query).split())
    # Translators: what people call unfair clauses or their check, apart by spaces; no spaces inside a name.
    names = fold(_("clause unfairterm standardterm checkmycontract")).split()
    if not held().clauses or not any(name in asked for name in names):
        return []
    return [
        Door(_("Unfair clauses"), reverse("clauses")),
        Door(_("Check my contract"), reverse("clauses-check")),
    ]
