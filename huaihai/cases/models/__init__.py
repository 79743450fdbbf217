from huaihai.cases.models.answer import Answer
from huaihai.cases.models.case import Case, Complainant, Consent
from huaihai.cases.models.evidence import Evidence
from huaihai.cases.models.forwarding import Forwarding
from huaihai.cases.models.letter import LetterCode
from huaihai.cases.models.outcome import Agreement, Offer
from huaihai.cases.models.practice import PracticeCase
from huaihai.cases.models.promise import Promise
from huaihai.cases.models.sheet import Sheet
from huaihai.cases.models.taking import Taking
from huaihai.cases.models.trade import TradeMonth

__all__ = [
    "Agreement",
    "Answer",
    "Case",
    "Complainant",
    "Consent",
    "Evidence",
    "Forwarding",
    "LetterCode",
    "Offer",
    "PracticeCase",
    "Promise",
    "Sheet",
    "Taking",
    "TradeMonth",
]
