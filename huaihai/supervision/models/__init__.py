"""What the room stores: projects with plans, files and photos; then each kind's own observations."""

from huaihai.supervision.models.hearing import (
    AuthorityLetter,
    Exclusion,
    MakerAnswer,
    MakerNotice,
    Objection,
    Opinion,
    Telling,
    UseReport,
)
from huaihai.supervision.models.laboratory import Laboratory, Reading, Round, SampleAssignment
from huaihai.supervision.models.projects import (
    Photo,
    PlanVersion,
    Project,
    ProjectCity,
    ProjectQuerySet,
    ProjectRole,
    Release,
)
from huaihai.supervision.models.samples import (
    CustodyStep,
    Purchase,
    PurchaseConfirmation,
    PurchaseQuerySet,
    Sample,
    SampleQuerySet,
)
from huaihai.supervision.models.sealed import SealedModel

__all__ = [
    "AuthorityLetter",
    "CustodyStep",
    "Exclusion",
    "Laboratory",
    "MakerAnswer",
    "MakerNotice",
    "Objection",
    "Opinion",
    "Photo",
    "PlanVersion",
    "Project",
    "ProjectCity",
    "ProjectQuerySet",
    "ProjectRole",
    "Purchase",
    "PurchaseConfirmation",
    "PurchaseQuerySet",
    "Reading",
    "Release",
    "Round",
    "Sample",
    "SampleAssignment",
    "SampleQuerySet",
    "SealedModel",
    "Telling",
    "UseReport",
]
