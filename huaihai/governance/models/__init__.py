from huaihai.governance.models.agreement import AgreementVersion, Annex, LeavingNotice, Signature
from huaihai.governance.models.meeting import AgendaItem, Attendance, Meeting, Paper
from huaihai.governance.models.membership import Membership
from huaihai.governance.models.motion import Choice, Count, Motion, Vote
from huaihai.governance.models.resolution import Dossier, Duty, Minutes, Resolution
from huaihai.governance.models.roster import Contact, Leave, Shift, Swap
from huaihai.governance.models.rule import RuleRow
from huaihai.governance.models.secretariat import SecretariatTerm

__all__ = [
    "AgendaItem",
    "AgreementVersion",
    "Annex",
    "Attendance",
    "Choice",
    "Contact",
    "Count",
    "Dossier",
    "Duty",
    "Leave",
    "LeavingNotice",
    "Meeting",
    "Membership",
    "Minutes",
    "Motion",
    "Paper",
    "Resolution",
    "RuleRow",
    "SecretariatTerm",
    "Shift",
    "Signature",
    "Swap",
    "Vote",
]
