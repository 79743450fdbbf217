"""The short address of a text: for posters that are typed off, and for an SMS that counts every character."""

import re
from urllib.parse import urlsplit

from django.urls import reverse

from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.members.actors import Actor

_CODE = re.compile(r"[0-9a-f]{8}")


def short(publication: Publication, base: str) -> str:
    """Host and path, without the scheme: huaihai.example/w/1a2b3c4d."""
    host = urlsplit(base).netloc
    return f"{host}{reverse('paper-short', args=[code(publication)])}"


def code(publication: Publication) -> str:
    """The last eight digits of its id, which are by chance."""
    return publication.pk.hex[-8:]


def behind(code: str) -> PublicationQuerySet:
    """What stands at a short address, for everybody; nothing for what is no code."""
    rows = Publication.objects.visible_to(Actor.public())
    return rows.filter(pk__endswith=code) if _CODE.fullmatch(code) else rows.none()
