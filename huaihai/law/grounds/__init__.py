"""Reasons by name: for declining, for ending mediation, for exposure, for refusing a return."""

from huaihai.law.grounds.association import ALLIANCE_DECLINES, EXPOSURE, NATIONAL_DECLINES
from huaihai.law.grounds.association import END_OF_MEDIATION as ASSOCIATION_END
from huaihai.law.grounds.ground import Channel, Ground, Purpose
from huaihai.law.grounds.regulator import END_OF_MEDIATION as REGULATOR_END
from huaihai.law.grounds.regulator import NON_ACCEPTANCE as REGULATOR_DECLINES
from huaihai.law.grounds.returns import RETURN_EXCLUSIONS

__all__ = [
    "ALLIANCE_DECLINES",
    "ASSOCIATION_END",
    "BY_CODE",
    "EXPOSURE",
    "NATIONAL_DECLINES",
    "REGULATOR_DECLINES",
    "REGULATOR_END",
    "RETURN_EXCLUSIONS",
    "Channel",
    "Ground",
    "Purpose",
    "for_association",
]

BY_CODE: dict[str, Ground] = {
    ground.code: ground
    for ground in (
        *ALLIANCE_DECLINES,
        *NATIONAL_DECLINES,
        *ASSOCIATION_END,
        *EXPOSURE,
        *REGULATOR_DECLINES,
        *REGULATOR_END,
        *RETURN_EXCLUSIONS,
    )
}


def for_association(purpose: Purpose) -> tuple[Ground, ...]:
    """The grounds an association may give for this purpose, in the order to show them."""
    return tuple(
        ground
        for ground in BY_CODE.values()
        if ground.purpose is purpose and ground.channel is Channel.ASSOCIATION
    )
