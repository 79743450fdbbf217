"""What the room stores: projects with plans, files and photos; then each kind's own observations."""

from huaihai.supervision.models.projects import (
    Photo,
    PlanVersion,
    Project,
    ProjectCity,
    ProjectQuerySet,
    ProjectRole,
    Release,
)
from huaihai.supervision.models.sealed import SealedModel

__all__ = [
    "Photo",
    "PlanVersion",
    "Project",
    "ProjectCity",
    "ProjectQuerySet",
    "ProjectRole",
    "Release",
    "SealedModel",
]
