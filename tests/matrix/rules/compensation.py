"""Advance compensation: funds, claims, payments."""

from typing import Any

from huaihai.compensation.life import CLAIM, FUND
from tests.matrix.rows import a_row_of, business, by_stage, child, first, of_life, one, rule

FUNDS = of_life("compensation.Fund", FUND.stages)
CLAIMS = of_life("compensation.Claim", CLAIM.stages)
OF_BUSINESSES = of_life("compensation.Claim", CLAIM.stages, fund__owner__isnull=False)
LINE = child("compensation.StatementLine", "fund", fen=1)


def _payment_file() -> Any:
    return a_row_of("compensation.PaymentFile", fund=first("compensation.Fund", owner__isnull=False))


RULES = [
    rule(r"^my/<uuid:case_id>/fund/", CLAIMS),
    rule(r"funds/<uuid:fund_id>/bank/lines/", FUNDS, line_id=LINE),
    rule(r"funds/<uuid:fund_id>/months/<", FUNDS, year=2026, number=11),
    rule(r"funds/<uuid:fund_id>/rules/<", FUNDS, serial=1),
    rule(r"^(funds|desk/funds|business/funds)/<uuid:fund_id>/", FUNDS),
    rule(r"^desk/funds/new/<", lambda: [business()]),
    rule(r"^business/fund-claims/<", OF_BUSINESSES),
    rule(r"^(desk/funds/claims|business/debts)/<", CLAIMS),
    rule(r"^business/payments/$", by_stage("compensation.Fund", owner__isnull=False)),
    rule(r"^business/payments/<", one(_payment_file)),
]
