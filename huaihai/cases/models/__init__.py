from huaihai.cases.models.case import Case, Complainant, Consent
from huaihai.cases.models.evidence import Evidence
from huaihai.cases.models.forwarding import Forwarding
from huaihai.cases.models.outcome import Agreement, Offer
from huaihai.cases.models.promise import Promise
from huaihai.cases.models.sheet import Sheet

__all__ = [
    "Agreement",
    "Case",
    "Complainant",
    "Consent",
    "Evidence",
    "Forwarding",
    "Offer",
    "Promise",
    "Sheet",
]
