from huaihai.cases.models.answer import Answer
from huaihai.cases.models.case import Case, Complainant, Consent, Evidence
from huaihai.cases.models.forwarding import Forwarding
from huaihai.cases.models.letter import LetterCode, Sheet
from huaihai.cases.models.outcome import Agreement, Offer, Taking
from huaihai.cases.models.paper import IssuedPaper, PaperScan, PaperSeries
from huaihai.cases.models.phrase import Phrase
from huaihai.cases.models.practice import PracticeCase
from huaihai.cases.models.promise import Promise
from huaihai.cases.models.trade import TradeMonth

__all__ = [
    "Agreement",
    "Answer",
    "Case",
    "Complainant",
    "Consent",
    "Evidence",
    "Forwarding",
    "IssuedPaper",
    "LetterCode",
    "Offer",
    "PaperScan",
    "PaperSeries",
    "Phrase",
    "PracticeCase",
    "Promise",
    "Sheet",
    "Taking",
    "TradeMonth",
]
