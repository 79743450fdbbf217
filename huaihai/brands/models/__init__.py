"""What the room stores: basis and criteria, entries, who decided; then each subject's own rows."""

from huaihai.brands.models.catalogue import CatalogueGram, CatalogueRow, EntryPicture, StoryVersion
from huaihai.brands.models.deciding import Declaration, PairDecision
from huaihai.brands.models.effect import EffectReport
from huaihai.brands.models.entering import (
    BusinessWord,
    FactSheet,
    LooseNomination,
    MoneyReport,
    MoneyReportQuerySet,
    Nomination,
    NominationContact,
)
from huaihai.brands.models.entries import Entry, EntryQuerySet
from huaihai.brands.models.evidence import FactQuerySet, ImportRun, LicenceFact, Penalty
from huaihai.brands.models.programme import Basis, CriteriaVersion
from huaihai.brands.models.ratings import Rating, RatingQuerySet
from huaihai.brands.models.revisits import (
    Revisit,
    RevisitConfirmation,
    RevisitPhoto,
    RevisitQuerySet,
    Slip,
    SlipSheet,
)
from huaihai.brands.models.snapshots import EvidenceState, Snapshot

__all__ = [
    "Basis",
    "BusinessWord",
    "CatalogueGram",
    "CatalogueRow",
    "CriteriaVersion",
    "Declaration",
    "EffectReport",
    "Entry",
    "EntryPicture",
    "EntryQuerySet",
    "EvidenceState",
    "FactQuerySet",
    "FactSheet",
    "ImportRun",
    "LicenceFact",
    "LooseNomination",
    "MoneyReport",
    "MoneyReportQuerySet",
    "Nomination",
    "NominationContact",
    "PairDecision",
    "Penalty",
    "Rating",
    "RatingQuerySet",
    "Revisit",
    "RevisitConfirmation",
    "RevisitPhoto",
    "RevisitQuerySet",
    "Slip",
    "SlipSheet",
    "Snapshot",
    "StoryVersion",
    "StoryVersion",
]
