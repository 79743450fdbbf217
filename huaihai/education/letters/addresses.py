"""Whole addresses of pages, for messages that are read elsewhere."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from huaihai.education import tokens
from huaihai.education.models import Subscription

SUBSCRIPTION, CONFIRMING = "subscription", "subscription-confirm"
PRESS_PIECE, PRESS = "press-piece", "press"


def whole(path: str) -> str:
    """The address as it stands in a message."""
    return f"{settings.SITE_URL or settings.SERVED_AT}{path}"


def of_subscription(subscription: UUID) -> str:
    """Where one sees and changes what one gets."""
    return whole(reverse("subscription", args=[tokens.made(SUBSCRIPTION, subscription)]))


def ending(subscription: UUID) -> str:
    """Where it ends with one tap; mail programs post to it by themselves (RFC 8058)."""
    return whole(reverse("subscription-end", args=[tokens.made(SUBSCRIPTION, subscription)]))


def confirming(asked: Subscription) -> str:
    """Where the address of a new subscription is confirmed, once."""
    token = tokens.made(CONFIRMING, asked.pk, extra=asked.code_hash)
    return whole(reverse("subscribe-link", args=[token]))


def of_piece(contact: UUID, publication: UUID) -> str:
    """Where somebody of the press tells us of the own piece."""
    return whole(reverse("press-piece", args=[tokens.made(PRESS_PIECE, contact, publication)]))


def of_contact(contact: UUID) -> str:
    """Where somebody of the press confirms to be on the list, or leaves it."""
    return whole(reverse("press-contact", args=[tokens.made(PRESS, contact)]))
