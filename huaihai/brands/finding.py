"""What the field of every page finds of the three hearts (named in `reactions.FIND`)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.brands.models import Entry
from huaihai.desk.finding import MOST, Found, Hit
from huaihai.governance import standing
from huaihai.kit.local_words import in_script
from huaihai.members.actors import Actor


def find(actor: Actor, words: str) -> Found | None:
    """Entries by name or number."""
    if not standing.reads_office(actor):
        return None
    rows = Entry.objects.visible_to(actor).filter(Q(name__icontains=words) | Q(number__iexact=words))
    hits = [
        Hit(in_script(row.name), row.office_url, f"{row.number} · {row.stage_label}")
        for row in rows.order_by("name", "pk")[:MOST]
    ]
    return Found(_("Entries of the three hearts"), hits)
