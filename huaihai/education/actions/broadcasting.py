"""Whoever has to be told of an edition: one row a receiver, in the transaction of its publication."""

from datetime import datetime

from huaihai.education.models import Edition
from huaihai.members.actors import Actor


def broadcast(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Queue the edition for its receivers."""
