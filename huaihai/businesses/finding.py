"""What the field of every page finds of businesses (named in `reactions.FIND`)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business
from huaihai.businesses.register.pages import READING
from huaihai.desk.finding import MOST, Found, Hit
from huaihai.desk.sought import SOUGHT
from huaihai.members.actors import Actor


def find(actor: Actor, words: str) -> Found | None:
    """By name, code, sign, address or a whole telephone."""
    if not actor.roles & set(READING):
        return None
    rows = Business.objects.visible_to(actor).standing().matching(words).order_by("name", "pk").distinct()
    hits = [
        Hit(row.name, reverse("business", args=[row.pk]), row.credit_code or _("not identified yet"))
        for row in rows[:MOST]
    ]
    return Found(_("Businesses"), hits, SOUGHT.address(reverse("businesses"), words))
