"""What the field of every page finds of texts (named in `reactions.FIND`)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.finding import MOST, Found, Hit
from huaihai.education import search
from huaihai.education.models import Publication
from huaihai.governance import standing
from huaihai.kit.local_words import in_script
from huaihai.members.actors import Actor


def find(actor: Actor, words: str) -> Found | None:
    """Texts in every state that the reader works on, those with the words in the title first."""
    if not standing.reads_office(actor):
        return None
    rows = search.find(Publication.objects.worked_on_by(actor), search.words_of(words))
    hits = [
        Hit(
            in_script(row.title),
            reverse("office-publication", args=[row.pk]),
            f"{row.get_kind_display()} · {row.get_state_display()}",
        )
        for row in rows[:MOST]
    ]
    return Found(_("Warnings and texts"), hits)
