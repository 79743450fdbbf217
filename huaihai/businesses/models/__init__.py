"""Businesses, their places, and who answers for them."""

from huaihai.businesses.models.channel import (
    OPERATORS,
    ChannelSuspension,
    Enrolment,
    ListedStall,
    PushInvitation,
)
from huaihai.businesses.models.connections import Change, Connection, ConnectionKey, SeenNonce
from huaihai.businesses.models.corrections import Correction
from huaihai.businesses.models.pledges import Pledge, PledgeSuspension, PledgeVersion, Poster, PosterReport
from huaihai.businesses.models.register import (
    Business,
    BusinessQuerySet,
    Mandate,
    OtherName,
    Place,
    Representative,
    answered_for,
    beneath,
    in_force,
)
from huaihai.businesses.models.standing import StandingOffer, StandingOfferVersion

__all__ = [
    "OPERATORS",
    "Business",
    "BusinessQuerySet",
    "Change",
    "ChannelSuspension",
    "Connection",
    "ConnectionKey",
    "Correction",
    "Enrolment",
    "ListedStall",
    "Mandate",
    "OtherName",
    "Place",
    "Pledge",
    "PledgeSuspension",
    "PledgeVersion",
    "Poster",
    "PosterReport",
    "PushInvitation",
    "Representative",
    "SeenNonce",
    "StandingOffer",
    "StandingOfferVersion",
    "answered_for",
    "beneath",
    "in_force",
]
