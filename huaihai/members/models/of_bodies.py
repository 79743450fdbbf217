"""Rows that a body has in hand, and who sees them."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from huaihai.members.models.organisation import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class OfBodiesQuerySet[Row: models.Model](models.QuerySet[Row, Any]):
    """Of rows with a `body`."""

    def visible_to(self, actor: "Actor") -> Self:
        """Officers see those of their own body and of the bodies below it; those of the alliance none."""
        if actor.kind == "system":
            return self
        node = actor.organisation
        if not actor.may_open_files or node is None or node.kind == Organisation.Kind.ALLIANCE:
            return self.none()
        return self.filter(body__in=node.keys_within)
