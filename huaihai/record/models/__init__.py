from huaihai.record.models.clocks import Clock, ClockPause, HolidayNotice
from huaihai.record.models.events import Event
from huaihai.record.models.keys import IntakeKey
from huaihai.record.models.log import DepartedChain, LogHead, LogLeaf, LogTile, LogWitness
from huaihai.record.models.moments import TrustedMoment
from huaihai.record.models.outbox import OutboxMessage
from huaihai.record.models.signatures import FileSignature

__all__ = [
    "Clock",
    "ClockPause",
    "DepartedChain",
    "Event",
    "FileSignature",
    "HolidayNotice",
    "IntakeKey",
    "LogHead",
    "LogLeaf",
    "LogTile",
    "LogWitness",
    "OutboxMessage",
    "TrustedMoment",
]
