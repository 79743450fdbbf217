from huaihai.governance.models.agreement import (
    AgreementFile,
    AgreementVersion,
    Annex,
    LeavingNotice,
    Signature,
)
from huaihai.governance.models.charter import CharterOwner, Evidence
from huaihai.governance.models.contact import Contact
from huaihai.governance.models.hand_over import HandOver
from huaihai.governance.models.meeting import AgendaItem, Attendance, Meeting, Paper
from huaihai.governance.models.motion import Choice, Count, Motion, Vote
from huaihai.governance.models.planning import Plan, PlanItem, Report
from huaihai.governance.models.pools import PoolEntry, PoolRequest
from huaihai.governance.models.reminder import Reminded, Reminders
from huaihai.governance.models.resolution import Dossier, Duty, Minutes, Resolution, RuleRow
from huaihai.governance.models.roster import Leave, Shift
from huaihai.governance.models.secretariat import Membership, RotaTurn, SecretariatTerm

__all__ = [
    "AgendaItem",
    "AgreementFile",
    "AgreementVersion",
    "Annex",
    "Attendance",
    "CharterOwner",
    "Choice",
    "Contact",
    "Count",
    "Dossier",
    "Duty",
    "Evidence",
    "HandOver",
    "Leave",
    "LeavingNotice",
    "Meeting",
    "Membership",
    "Minutes",
    "Motion",
    "Paper",
    "Plan",
    "PlanItem",
    "PoolEntry",
    "PoolRequest",
    "Reminded",
    "Reminders",
    "Report",
    "Resolution",
    "RotaTurn",
    "RuleRow",
    "SecretariatTerm",
    "Shift",
    "Signature",
    "Vote",
]
