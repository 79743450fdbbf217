"""What the room stores: counts, releases; then each subject's own rows."""

from huaihai.insight.models.alarms import Alarm, AlarmPlace, AlarmSighting, Night
from huaihai.insight.models.callbacks import Call, CallAnswer, CallAttempt, CallFrame, CallRound
from huaihai.insight.models.comparing import Comparison, StepCount
from huaihai.insight.models.narratives import Narrative, NarrativeNumber
from huaihai.insight.models.redecisions import (
    BlindFile,
    RedecisionFrame,
    RedecisionRound,
    RedecisionSeat,
    RedecisionSheet,
)
from huaihai.insight.models.context import ContextFigure
from huaihai.insight.models.releases import Cell, Release
from huaihai.insight.models.rollups import DayCount, DayCounted, Followed, MixCount, MonthCount
from huaihai.insight.models.targets import MeasureReading, Target
from huaihai.insight.models.verdicts import AlarmSweep, AlarmText, Verdict

__all__ = ["ContextFigure", "MeasureReading", "Target", "Comparison", "StepCount", "Alarm", "AlarmPlace", "AlarmSighting", "AlarmSweep", "AlarmText", "BlindFile", "Call", "CallAnswer", "CallAttempt", "CallFrame", "CallRound", "Cell", "DayCount", "DayCounted", "Followed", "MixCount", "MonthCount", "Narrative", "NarrativeNumber", "Night", "RedecisionFrame", "RedecisionRound", "RedecisionSeat", "RedecisionSheet", "Release", "Verdict"]
