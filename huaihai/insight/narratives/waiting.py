"""What of the narratives waits for somebody of staff (named in `reactions.OFFICE_WAITING`)."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from huaihai.desk.waiting import Waiting
from huaihai.insight.models import Narrative
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Stories of the own city that wait for their second reader, in one line and one query."""
    if not works(actor) or actor.kind != "officer":
        return
    if (
        n := Narrative.objects.visible_to(actor)
        .filter(stage="looking")
        .exclude(case__in=actor.case_ids)
        .count()
    ):
        title = ngettext(
            "%(n)s story of a consumer waits for its second reader",
            "%(n)s stories of consumers wait for their second reader",
            n,
        ) % {"n": n}
        yield Waiting(title, "", reverse("office-narratives"), gettext_lazy("To the list"))
