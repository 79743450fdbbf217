"""Businesses, their places, and who answers for them."""

from huaihai.businesses.models.register import (
    Business,
    BusinessQuerySet,
    Mandate,
    OtherName,
    Place,
    Representative,
    answered_for,
)

__all__ = [
    "Business",
    "BusinessQuerySet",
    "Mandate",
    "OtherName",
    "Place",
    "Representative",
    "answered_for",
]
