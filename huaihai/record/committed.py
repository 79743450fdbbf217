"""What of the record itself changes with an event of its subject alone, so that the record commits to it."""

from huaihai.record.verify.commitments import Rows

# Clocks of cases: those of other subjects start with events of what these belong to.
ROWS = (
    Rows(
        "record.Clock",
        "",
        "subject",
        free="due_on due_at is_provisional",
        where={"subject__startswith": "case:"},
    ),
    Rows("record.ClockPause", "", "clock__subject", where={"clock__subject__startswith": "case:"}),
)
LEFT_OUT = {
    "kit.BrakeCount": "counts of tries, which pass",
    "record.TrustedMoment": "when the clock was last believed",
    "kit.DemoDay": "which day it is in a demo",
    "kit.KeyCheck": "fingerprints of the keys, compared at every start",
    "kit.DataVersion": "a token that every change draws anew",
    "record.Event": "stands in the log by itself",
    "record.LogLeaf": "is the log",
    "record.LogTile": "follows from the leaves",
    "record.DepartedChain": "its number and digest are held by the event of the departure",
    "record.LogHead": "is signed",
    "record.LogWitness": "checkpoints that others hold",
    "record.HolidayNotice": "public, and loaded again from its file",
    "record.IntakeKey": "kept for days, so that nothing is done twice",
    "record.OutboxMessage": "messages on their way; sent at any time",
    "record.FileSignature": "is signed",
}
