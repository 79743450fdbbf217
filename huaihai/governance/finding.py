"""What the field of every page finds of the alliance: motions with their resolutions, bodies and people (named in
`reactions.FIND`)."""

import re
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.finding import MOST, Found, Hit
from huaihai.governance import standing
from huaihai.governance.directory import pages as directory
from huaihai.governance.history import name_of
from huaihai.governance.models import Motion
from huaihai.kit import clock, local_words
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post, Role

NUMBER = re.compile(r"\b(2[0-9]{3})\D{1,3}([0-9]{1,4})\b", re.ASCII)
MOST_COLLEAGUES = 500


def motions(actor: Actor, words: str) -> Found | None:
    """By title, by number, or by the number of the resolution that one became."""
    if not standing.reads_office(actor):
        return None
    asked = Q(title__icontains=words)
    if number := NUMBER.search(words):
        year, serial = int(number[1]), int(number[2])
        asked |= Q(year=year, serial=serial) | Q(resolution__year=year, resolution__serial=serial)
    rows = Motion.objects.visible_to(actor).filter(asked).select_related("resolution", "amends")
    hits = [
        Hit(name_of(row), reverse("office-motion", args=[row.pk]), _note(row))
        for row in rows.order_by("-created_at", "-pk")[:MOST]
    ]
    return Found(_("Motions and resolutions"), hits)


def people(actor: Actor, words: str) -> Found | None:
    """Colleagues of the own part of the tree by name, then bodies and stations by name, place or digits."""
    if not standing.reads_office(actor) and Role.SYSTEM_ADMIN not in actor.roles:
        return None
    cities = list(Organisation.objects.cities())
    rows = directory.found(Organisation.objects.visible_to(actor), words, cities, actor, clock.today())
    bodies = [
        Hit(
            local_words.in_script(row.name),
            reverse("office-directory-body", args=[row.pk]),
            row.phone,
        )
        for row in rows.order_by("path")[:MOST]
    ]
    more = f"{reverse('office-directory')}?{urlencode({'q': words})}"
    return Found(_("People and telephones"), [*_colleagues(actor, words), *bodies], more)


def _note(row: Motion) -> str:
    resolution = getattr(row, "resolution", None)
    return " · ".join(str(part) for part in (resolution or row.number, row.stage_label) if part)


def _colleagues(actor: Actor, words: str) -> list[Hit]:
    """Names of people are sealed: they are opened and compared here."""
    posts = Post.objects.visible_to(actor).held_on(clock.today()).select_related("account", "organisation")
    wanted = fold(words).split()
    hits = []
    for post in posts.order_by("organisation__path", "pk")[:MOST_COLLEAGUES]:
        name = fold(f"{post.account.shown_name} {post.account.username}")
        if all(word in name for word in wanted):
            note = f"{local_words.in_script(post.organisation.short_name)} · {post.get_role_display()}"
            url = reverse("office-directory-body", args=[post.organisation_id])
            hits.append(Hit(post.account.shown_name, url, note))
    return hits[:MOST]
