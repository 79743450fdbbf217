"""What the room stores: basis and criteria, entries, who decided; then each subject's own rows."""

from huaihai.brands.models.answering import BusinessWord, FactSheet, MoneyReport, MoneyReportQuerySet
from huaihai.brands.models.assessing import (
    Assessment,
    AssessmentRound,
    AssessorDraw,
    AssessorOffer,
    AssessorSeat,
)
from huaihai.brands.models.catalogue import CatalogueGram, CatalogueRow, EntryPicture, StoryVersion
from huaihai.brands.models.conduct import ConductReport, Proceeding, Watch
from huaihai.brands.models.conduct_parts import LogLine, PanelSeat, PanelVote, Statement, StatementFile
from huaihai.brands.models.deciding import Declaration, PairDecision
from huaihai.brands.models.entering import LooseNomination, Nomination, NominationContact
from huaihai.brands.models.entries import Entry, EntryQuerySet
from huaihai.brands.models.evidence import (
    EvidenceState,
    FactQuerySet,
    HandedInList,
    ImportRun,
    LicenceFact,
    Penalty,
    Snapshot,
)
from huaihai.brands.models.marks import (
    KeyRevocation,
    Mark,
    MarkCheck,
    MarkQuerySet,
    MisuseReport,
    MisuseStep,
)
from huaihai.brands.models.noticing import AdmissionDossier, EndTold, Notice, NoticeObjection
from huaihai.brands.models.programme import Basis, CriteriaVersion, EffectReport, ScoreFile, ScoreFileQuerySet
from huaihai.brands.models.ratings import Rating, RatingQuerySet
from huaihai.brands.models.revisits import (
    Revisit,
    RevisitConfirmation,
    RevisitPhoto,
    RevisitQuerySet,
    Slip,
    SlipSheet,
)

__all__ = [
    "AdmissionDossier",
    "Assessment",
    "AssessmentRound",
    "AssessorDraw",
    "AssessorOffer",
    "AssessorSeat",
    "Basis",
    "BusinessWord",
    "CatalogueGram",
    "CatalogueRow",
    "ConductReport",
    "CriteriaVersion",
    "Declaration",
    "EffectReport",
    "EndTold",
    "Entry",
    "EntryPicture",
    "EntryQuerySet",
    "EvidenceState",
    "FactQuerySet",
    "FactSheet",
    "HandedInList",
    "ImportRun",
    "KeyRevocation",
    "LicenceFact",
    "LogLine",
    "LooseNomination",
    "Mark",
    "MarkCheck",
    "MarkQuerySet",
    "MisuseReport",
    "MisuseStep",
    "MoneyReport",
    "MoneyReportQuerySet",
    "Nomination",
    "NominationContact",
    "Notice",
    "NoticeObjection",
    "PairDecision",
    "PanelSeat",
    "PanelVote",
    "Penalty",
    "Proceeding",
    "Rating",
    "RatingQuerySet",
    "Revisit",
    "RevisitConfirmation",
    "RevisitPhoto",
    "RevisitQuerySet",
    "ScoreFile",
    "ScoreFileQuerySet",
    "Slip",
    "SlipSheet",
    "Snapshot",
    "Statement",
    "StatementFile",
    "StoryVersion",
    "Watch",
]
