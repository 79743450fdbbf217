"""What the room stores: counts, releases; then each subject's own rows."""

from huaihai.insight.models.alarms import Alarm, AlarmPlace, AlarmSighting, Night, ScoredYear
from huaihai.insight.models.callbacks import Call, CallAnswer, CallAttempt, CallFrame, CallRound
from huaihai.insight.models.context import ContextFigure
from huaihai.insight.models.indexing import BusinessIndex, IndexCorrection, IndexRow
from huaihai.insight.models.narratives import Narrative, NarrativeNumber
from huaihai.insight.models.redecisions import (
    BlindFile,
    RedecisionFrame,
    RedecisionRound,
    RedecisionSeat,
    RedecisionSheet,
)
from huaihai.insight.models.releases import (
    Cell,
    Correction,
    CorrectionOrder,
    PublishedTable,
    Release,
    WithheldCount,
)
from huaihai.insight.models.rollups import (
    Comparison,
    DayCount,
    DayCounted,
    Followed,
    MixCount,
    MonthCount,
    StepCount,
    Tally,
)
from huaihai.insight.models.targets import MeasureReading, Target
from huaihai.insight.models.verdicts import AlarmSweep, AlarmText, Verdict

__all__ = [
    "Alarm",
    "AlarmPlace",
    "AlarmSighting",
    "AlarmSweep",
    "AlarmText",
    "BlindFile",
    "BusinessIndex",
    "Call",
    "CallAnswer",
    "CallAttempt",
    "CallFrame",
    "CallRound",
    "Cell",
    "Comparison",
    "ContextFigure",
    "Correction",
    "CorrectionOrder",
    "DayCount",
    "DayCounted",
    "Followed",
    "IndexCorrection",
    "IndexRow",
    "MeasureReading",
    "MixCount",
    "MonthCount",
    "Narrative",
    "NarrativeNumber",
    "Night",
    "PublishedTable",
    "RedecisionFrame",
    "RedecisionRound",
    "RedecisionSeat",
    "RedecisionSheet",
    "Release",
    "ScoredYear",
    "StepCount",
    "Tally",
    "Target",
    "Verdict",
    "WithheldCount",
]
