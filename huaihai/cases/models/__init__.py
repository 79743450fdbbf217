from huaihai.cases.models.answer import Answer
from huaihai.cases.models.case import Case, Complainant, Consent, Evidence
from huaihai.cases.models.forwarding import Forwarding
from huaihai.cases.models.handling import Absence
from huaihai.cases.models.letter import LetterCode, Sheet
from huaihai.cases.models.outcome import Agreement, Offer, Taking
from huaihai.cases.models.practice import PracticeCase
from huaihai.cases.models.promise import Promise
from huaihai.cases.models.trade import TradeMonth

__all__ = [
    "Absence",
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
