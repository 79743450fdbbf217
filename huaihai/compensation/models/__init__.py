"""Funds and their terms, the ledger, claims and what is decided, paid and got back."""

from huaihai.compensation.models.claim import Claim, Decision
from huaihai.compensation.models.fund import Fund, FundShare, FundTerms
from huaihai.compensation.models.ledger import Entry, Posting, StatementLine
from huaihai.compensation.models.payment import PaymentFile, PaymentOrder
from huaihai.compensation.models.recourse import Instalment, Recourse, Recovered

__all__ = [
    "Claim",
    "Decision",
    "Entry",
    "Fund",
    "FundShare",
    "FundTerms",
    "Instalment",
    "PaymentFile",
    "PaymentOrder",
    "Posting",
    "Recourse",
    "Recovered",
    "StatementLine",
]
