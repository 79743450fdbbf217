"""What the field of every page finds of supervision (named in `reactions.FIND`)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.desk.finding import MOST, Found, Hit
from huaihai.governance import standing
from huaihai.kit.local_words import in_script
from huaihai.members.actors import Actor
from huaihai.supervision.models import Project


def find(actor: Actor, words: str) -> Found | None:
    """Projects by title or number."""
    if not standing.reads_office(actor):
        return None
    rows = Project.objects.visible_to(actor).filter(Q(title__icontains=words) | Q(number__iexact=words))
    hits = [
        Hit(
            in_script(row.title),
            row.office_url,
            f"{row.number} · {row.get_kind_display()} · {row.stage_label}",
        )
        for row in rows.order_by("-opened_at", "-pk")[:MOST]
    ]
    return Found(_("Projects of supervision"), hits)
