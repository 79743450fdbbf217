"""What the room stores: basis and criteria, entries, who decided; then each subject's own rows."""

from huaihai.brands.models.deciding import Declaration, PairDecision
from huaihai.brands.models.entries import Entry, EntryQuerySet
from huaihai.brands.models.programme import Basis, CriteriaVersion

__all__ = [
    "Basis",
    "CriteriaVersion",
    "Declaration",
    "Entry",
    "EntryQuerySet",
    "PairDecision",
]
