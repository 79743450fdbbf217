"""Laboratories, experts, lawyers, mediators and volunteers that the bodies share."""

from huaihai.governance.models.pools.conflicts import PoolConflict
from huaihai.governance.models.pools.entries import PoolAbsence, PoolEntry, PoolHalfDay, PoolSkill
from huaihai.governance.models.pools.hours import PoolHours, PoolHoursAnswer
from huaihai.governance.models.pools.requests import PoolBooking, PoolRequest

__all__ = [
    "PoolAbsence",
    "PoolBooking",
    "PoolConflict",
    "PoolEntry",
    "PoolHalfDay",
    "PoolHours",
    "PoolHoursAnswer",
    "PoolRequest",
    "PoolSkill",
]
