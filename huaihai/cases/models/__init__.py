from huaihai.cases.models.answer import Answer
from huaihai.cases.models.appointment import Appointment
from huaihai.cases.models.callback import CallBack
from huaihai.cases.models.case import Case
from huaihai.cases.models.columns import ColumnProfile
from huaihai.cases.models.complainant import Complainant
from huaihai.cases.models.consent import USUAL, Consent
from huaihai.cases.models.consultation import Consultation
from huaihai.cases.models.elsewhere import ElsewhereNumber
from huaihai.cases.models.evidence import Evidence
from huaihai.cases.models.forged import ForgedReport
from huaihai.cases.models.forwarding import Forwarding
from huaihai.cases.models.handling import Absence
from huaihai.cases.models.help import Help
from huaihai.cases.models.letter import LetterCode, Sheet
from huaihai.cases.models.lost_code import LostCode
from huaihai.cases.models.moved import CityMove, MovedCase
from huaihai.cases.models.outcome import Agreement, Offer, Taking
from huaihai.cases.models.paper import IssuedPaper, PaperScan, PaperSeries
from huaihai.cases.models.passing import Passage, PassageFile, PassageMessage, PassportPeer
from huaihai.cases.models.phrase import Phrase
from huaihai.cases.models.practice import PracticeCase
from huaihai.cases.models.promise import Promise
from huaihai.cases.models.search import SearchBand, SearchDoc, SearchKey
from huaihai.cases.models.together import Together, TogetherCase
from huaihai.cases.models.trade import TradeMonth
from huaihai.cases.models.uploading import UploadCode

__all__ = [
    "USUAL",
    "Absence",
    "Agreement",
    "Answer",
    "Appointment",
    "CallBack",
    "Case",
    "CityMove",
    "ColumnProfile",
    "Complainant",
    "Consent",
    "Consultation",
    "ElsewhereNumber",
    "Evidence",
    "ForgedReport",
    "Forwarding",
    "Help",
    "IssuedPaper",
    "LetterCode",
    "LostCode",
    "MovedCase",
    "Offer",
    "PaperScan",
    "PaperSeries",
    "Passage",
    "PassageFile",
    "PassageMessage",
    "PassportPeer",
    "Phrase",
    "PracticeCase",
    "Promise",
    "SearchBand",
    "SearchDoc",
    "SearchKey",
    "Sheet",
    "Taking",
    "Together",
    "TogetherCase",
    "TradeMonth",
    "UploadCode",
]
