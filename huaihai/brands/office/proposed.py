"""What somebody has proposed, in the words of the form in which it was chosen: the second voice agrees with that."""

from collections.abc import Mapping
from typing import Any

from huaihai.brands.conduct.forms import DECISIONS
from huaihai.brands.entering.actions import checking
from huaihai.brands.entering.office.forms import FactsForm
from huaihai.brands.models import PairDecision
from huaihai.brands.noticing.actions import deciding
from huaihai.brands.noticing.forms import DecisionForm

FORMS: Mapping[str, Any] = {checking.ABOUT: FactsForm, deciding.ABOUT: DecisionForm}


def words(decision: PairDecision) -> str:
    """How it would be decided, in the reader's language."""
    form = FORMS.get(decision.about)
    choices = DECISIONS.get(decision.about, []) if form is None else form.base_fields["outcome"].choices
    return str(dict(choices).get(decision.outcome, decision.outcome))
