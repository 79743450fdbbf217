"""Whole addresses for what is read elsewhere; links that need no sign-in, and short ones for paper."""

import base64
import binascii
import re
import secrets
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from huaihai.education.models import Publication, PublicationQuerySet, Subscription
from huaihai.kit import sealing
from huaihai.kit.network import site_of
from huaihai.members.actors import Actor

ID, SEAL = 16, 16  # bytes


def made(purpose: str, *ids: UUID, extra: str = "") -> str:
    """The end of a link that opens these rows; `extra` is what it is bound to beside them."""
    named = b"".join(one.bytes for one in ids)
    return base64.urlsafe_b64encode(named + _seal(purpose, named, extra)).decode().rstrip("=")


def read(purpose: str, token: str, *, many: int = 1) -> tuple[UUID, ...] | None:
    """Which rows it names, whatever it is bound to; None for what cannot be one of ours in form."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != many * ID + SEAL:
        return None
    return tuple(UUID(bytes=raw[place : place + ID]) for place in range(0, many * ID, ID))


def opened(purpose: str, token: str, *, many: int = 1) -> tuple[UUID, ...] | None:
    """The ids, if the link is ours and bound to nothing else; else None."""
    ids = read(purpose, token, many=many)
    return ids if ids and fits(purpose, token, *ids) else None


def fits(purpose: str, token: str, *ids: UUID, extra: str = "") -> bool:
    """Whether it is the link for these rows."""
    return secrets.compare_digest(token.encode(), made(purpose, *ids, extra=extra).encode())


def _seal(purpose: str, named: bytes, extra: str) -> bytes:
    said = f"{named.hex()}:{extra}"
    return bytes.fromhex(sealing.fingerprint_of_code(said, purpose=f"link:{purpose}"))[:SEAL]


SUBSCRIPTION, CONFIRMING = "subscription", "subscription-confirm"
PRESS_PIECE, PRESS = "press-piece", "press"


def whole(path: str) -> str:
    """The address as it stands in a message."""
    return f"{settings.SITE_URL or settings.SERVED_AT}{path}"


def of_subscription(subscription: UUID) -> str:
    """Where one sees and changes what one gets."""
    return whole(reverse("subscription", args=[made(SUBSCRIPTION, subscription)]))


def ending(subscription: UUID) -> str:
    """Where it ends with one tap; mail programs post to it by themselves (RFC 8058)."""
    return whole(reverse("subscription-end", args=[made(SUBSCRIPTION, subscription)]))


def confirming(asked: Subscription) -> str:
    """Where the address of a new subscription is confirmed, once."""
    token = made(CONFIRMING, asked.pk, extra=asked.code_hash)
    return whole(reverse("subscribe-link", args=[token]))


def of_piece(contact: UUID, publication: UUID) -> str:
    """Where somebody of the press tells us of the own piece."""
    return whole(reverse("press-piece", args=[made(PRESS_PIECE, contact, publication)]))


def of_contact(contact: UUID) -> str:
    """Where somebody of the press confirms to be on the list, or leaves it."""
    return whole(reverse("press-contact", args=[made(PRESS, contact)]))


def host(request: HttpRequest) -> str:
    """Host, and port where it is not the usual one."""
    return urlsplit(site_of(request)).netloc


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
