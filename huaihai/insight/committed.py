"""What of the numbers changes with an event of its subject alone, so that the record commits to it; and what not."""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows("insight.Verdict", "alarm", "alarm"),
    Rows("insight.AlarmText", "alarm", "alarm"),
    Rows("insight.AlarmSweep", "alarm", "alarm"),
    Rows("insight.CallRound", "call-round"),
    Rows("insight.CallFrame", "call-round", "round"),
    Rows("insight.Call", "call", free="state ended_at", is_silent=True),
    Rows("insight.CallAttempt", "call", "call"),
    Rows("insight.CallAnswer", "call", "call"),
    Rows("insight.RedecisionRound", "redecision-round"),
    Rows("insight.RedecisionFrame", "redecision-round", "round"),
    Rows("insight.BlindFile", "redecision-round", "round"),
    Rows("insight.RedecisionSeat", "redecision-seat", free="state ended_at", is_silent=True),
    Rows("insight.RedecisionSheet", "redecision-seat", "seat"),
    Rows("insight.Narrative", "narrative"),
)
LEFT_OUT = {
    "insight.Alarm": "computed each night, and computed again by a command",
    "insight.AlarmPlace": "computed each night, and computed again by a command",
    "insight.AlarmSighting": "computed each night, and computed again by a command",
    "insight.Night": "computed from the counts, and computed again by a command",
    "insight.MonthCount": "counted from cases, and counted anew",
    "insight.MixCount": "counted from cases, and counted anew",
    "insight.DayCount": "counted from cases, and counted anew",
    "insight.DayCounted": "counted from cases, and counted anew",
    "insight.StepCount": "counted from cases, and counted anew",
    "insight.Followed": "how far counting is",
    "insight.Tally": "how far counting is",
    "insight.Comparison": "computed from the counts",
    "insight.MeasureReading": "computed from the counts",
    "insight.Target": "set by a resolution, whose effects are committed",
    "insight.ContextFigure": "loaded from tables of other authorities, told with their fingerprint",
    "insight.NarrativeNumber": "a counter",
    "insight.Release": "signed, each release with the hash of the one before",
    "insight.PublishedTable": "follows from the releases",
    "insight.Cell": "stands in the signed file of its release",
    "insight.WithheldCount": "counted from cases",
    "insight.Correction": "stands in the signed file of its release",
    "insight.CorrectionOrder": "told in the release that follows it",
}
