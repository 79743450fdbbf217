"""What of the alliance changes with an event of its subject alone, so that the record commits to it; and what not."""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows("governance.Motion", "motion"),
    Rows("governance.Vote", "motion", "motion"),
    Rows("governance.Count", "motion", "motion"),
    Rows("governance.Resolution", "motion", "motion", free="repealed_by repealed_from"),
    Rows("governance.Dossier", "motion", "resolution__motion"),
    Rows("governance.RuleRow", "motion", "resolution__motion", where={"resolution__isnull": False}),
    Rows("governance.AgreementVersion", "agreement", "key", where={"source": ""}),  # not of the folder
    Rows("governance.Annex", "agreement", "agreement__key"),
    Rows("governance.Signature", "agreement", "agreement__key"),
    Rows("governance.Meeting", "meeting"),
    Rows("governance.AgendaItem", "meeting", "meeting"),
    Rows("governance.Paper", "meeting", "meeting"),
    Rows("governance.Attendance", "meeting", "meeting"),
    Rows("governance.Minutes", "minutes"),
    Rows("governance.Duty", "duty"),
    Rows("governance.Plan", "plan"),
    Rows("governance.PlanItem", "plan", "plan"),
    Rows("governance.Report", "report"),
    Rows("governance.PoolEntry", "pool"),
    Rows("governance.PoolRequest", "pool-request"),
    Rows("governance.HandOver", "hand-over"),
    Rows("governance.Contact", "contacts", "organisation__key"),
    Rows("governance.Shift", "roster", "organisation__key"),
    Rows("governance.Leave", "roster", "organisation__key"),
    Rows("governance.CharterOwner", "charter", "key"),
    Rows("governance.Evidence", "charter-evidence"),
    Rows("governance.Membership", "org", "organisation__key"),
    Rows("governance.LeavingNotice", "org", "membership__organisation__key"),
)
LEFT_OUT = {
    "governance.AgreementFile": "is signed",
    "governance.SecretariatTerm": "events of the alliance name whose turn it is",
    "governance.RotaTurn": "set by resolutions, whose effects are committed",
    "governance.Reminders": "how somebody wants to be reminded; changed at every reminder",
    "governance.Reminded": "what somebody was reminded of",
}
