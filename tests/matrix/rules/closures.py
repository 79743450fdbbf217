"""Prepaid cards of shops that fell silent."""

from typing import Any

from huaihai.kit import clock
from huaihai.prepaid.closures.life import CLOSURE
from tests.matrix.rows import a_row_of, business, child, city, kept, like, rule

CARD = child("prepaid.Card", "issuer", kind="times", certain_fen=0, doubtful_fen=0)


@kept
def closed() -> list[Any]:
    """Pledges whose shop is closed, one a stage of that."""
    given = {"ratio_permille": 300, "guarantee_kind": "bank", "open_fen": 0, "applied_at": clock.now()}
    found: list[Any] = []
    for stage, own in zip(CLOSURE.stages, ("silent", "pledged", "settled"), strict=True):
        issuer = (
            like(found[0], stage=own)
            if found
            else a_row_of("prepaid.Issuer", business=business(), body=city(), stage=own, under=None, **given)
        )
        sums = {"guarantee_fen": 0, "rest_fen": 0, "silent_on": clock.today(), "stated_at": clock.now()}
        nobody = {"representative": None, "together": None, "voted": None, "vote_until": clock.today()}
        a_row_of("prepaid.Closure", issuer=issuer, body=city(), stage=stage, how="visit", **sums, **nobody)
        found.append(issuer)
    return found


RULES = [
    rule(r"^(desk/)?prepaid/<uuid:issuer_id>/closed/", closed),
    rule(r"^guarantor/<uuid:issuer_id>/shares/", closed),
    rule(r"^card/<uuid:card_id>/closed/", closed, card_id=CARD),
]
