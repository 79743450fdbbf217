from huaihai.cases.models.answer import Answer
from huaihai.cases.models.case import Case, Complainant, Consent, Evidence
from huaihai.cases.models.consultation import Consultation
from huaihai.cases.models.elsewhere import ElsewhereNumber
from huaihai.cases.models.forwarding import Forwarding
from huaihai.cases.models.letter import LetterCode, Sheet
from huaihai.cases.models.outcome import Agreement, Offer, Taking
from huaihai.cases.models.practice import PracticeCase
from huaihai.cases.models.promise import Promise
from huaihai.cases.models.trade import TradeMonth
from huaihai.cases.models.uploading import UploadCode

__all__ = [
    "Agreement",
    "Answer",
    "Case",
    "Complainant",
    "Consent",
    "Consultation",
    "ElsewhereNumber",
    "Evidence",
    "Forwarding",
    "LetterCode",
    "Offer",
    "PracticeCase",
    "Promise",
    "Sheet",
    "Taking",
    "TradeMonth",
    "UploadCode",
]
