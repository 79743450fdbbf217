"""What the room stores: projects with plans, files and photos; then each kind's own observations."""

from huaihai.supervision.models.draws import Draw, PlaceDrop, SampledPlace
from huaihai.supervision.models.hearing import (
    AuthorityLetter,
    Exclusion,
    MakerAnswer,
    MakerNotice,
    Objection,
    Opinion,
    Telling,
)
from huaihai.supervision.models.laboratory import HandOver, Laboratory, Reading, Receipt, Round
from huaihai.supervision.models.photos import Photo
from huaihai.supervision.models.programme import Programme, Topic, TopicQuerySet, TopicScore
from huaihai.supervision.models.projects import (
    PlanVersion,
    Project,
    ProjectCity,
    ProjectQuerySet,
    ProjectRole,
    Release,
)
from huaihai.supervision.models.purchases import Purchase, PurchaseConfirmation, PurchaseQuerySet
from huaihai.supervision.models.samples import Sample, SampleQuerySet, SetAside
from huaihai.supervision.models.sealed import SealedModel
from huaihai.supervision.models.surveys import (
    Channel,
    SurveyDraft,
    SurveyImport,
    SurveyLink,
    SurveyResponse,
    SurveyTally,
    SurveyTokenUse,
)
from huaihai.supervision.models.sweeps import (
    BusinessWord,
    Finding,
    FindingQuerySet,
    Inspection,
    InspectionQuerySet,
    ItemMark,
    Measure,
    MeasureParty,
    Recheck,
)
from huaihai.supervision.models.visits import (
    PhotoPiece,
    PhotoUpload,
    Visit,
    VisitAssignment,
    VisitCode,
    VisitRuling,
    visit_key,
)

__all__ = [
    "AuthorityLetter",
    "BusinessWord",
    "Channel",
    "Draw",
    "Exclusion",
    "Finding",
    "FindingQuerySet",
    "HandOver",
    "Inspection",
    "InspectionQuerySet",
    "ItemMark",
    "Laboratory",
    "MakerAnswer",
    "MakerNotice",
    "Measure",
    "MeasureParty",
    "Objection",
    "Opinion",
    "Photo",
    "PhotoPiece",
    "PhotoUpload",
    "PlaceDrop",
    "PlanVersion",
    "Programme",
    "Project",
    "ProjectCity",
    "ProjectQuerySet",
    "ProjectRole",
    "Purchase",
    "PurchaseConfirmation",
    "PurchaseQuerySet",
    "Reading",
    "Receipt",
    "Recheck",
    "Release",
    "Round",
    "Sample",
    "SampleQuerySet",
    "SampledPlace",
    "SealedModel",
    "SetAside",
    "SurveyDraft",
    "SurveyImport",
    "SurveyLink",
    "SurveyResponse",
    "SurveyTally",
    "SurveyTokenUse",
    "Telling",
    "Topic",
    "TopicQuerySet",
    "TopicScore",
    "Visit",
    "VisitAssignment",
    "VisitCode",
    "VisitRuling",
    "visit_key",
]
