"""Prepaid cards: pledges, cards, what the bank says, official registers."""

from typing import Any

from huaihai.kit import clock
from huaihai.prepaid.life import ISSUER
from tests.matrix.rows import a_row_of, business, child, child_of, city, kept, like, rule

CARD = child("prepaid.Card", "issuer", kind="times", certain_fen=0, doubtful_fen=0)


def _pledge() -> Any:
    given = {"ratio_permille": 300, "guarantee_kind": "bank", "open_fen": 0, "applied_at": clock.now()}
    return a_row_of("prepaid.Issuer", business=business(), body=city(), stage="applied", under=None, **given)


@kept
def pledges() -> list[Any]:
    """One in each stage."""
    first = _pledge()
    return [first, *(like(first, stage=stage) for stage in ISSUER.stages if stage != "applied")]


def _entry(issuer: Any) -> Any:
    card = child_of("prepaid.Card", "issuer", issuer, kind="times", certain_fen=0, doubtful_fen=0)
    found = card.entries.first()
    given = {"kind": "use", "by": "shop", "uses": 1, "fen": 0, "bonus_fen": 0, "serial": 1, "of": None}
    return (found or a_row_of("prepaid.CardEntry", card=card, **given)).pk


RULES = [
    rule(r"^business/prepaid/new/<", lambda: [business()]),
    rule(r"prepaid/<uuid:issuer_id>/(sell|bring)/", pledges, kind=lambda _row: "times"),
    rule(
        r"^(business|desk)/prepaid/<uuid:issuer_id>/(cards|doubts)/<",
        pledges,
        card_id=CARD,
        entry_id=_entry,
        word=lambda _row: "counts",
    ),
    rule(r"^(business/|desk/)?(prepaid|guarantor)/<uuid:issuer_id>/", pledges),
    rule(r"^card/<", pledges, card_id=CARD, entry_id=_entry),
    rule(r"^card/code/<", code=lambda _row: "0" * 17),
]
