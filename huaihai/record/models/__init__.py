from huaihai.record.models.clocks import Clock, ClockPause, HolidayNotice
from huaihai.record.models.events import Event
from huaihai.record.models.keys import IntakeKey
from huaihai.record.models.log import LogHead, LogLeaf, LogTile, LogWitness
from huaihai.record.models.outbox import OutboxMessage
from huaihai.record.models.signatures import FileSignature

__all__ = [
    "Clock",
    "ClockPause",
    "Event",
    "FileSignature",
    "HolidayNotice",
    "IntakeKey",
    "LogHead",
    "LogLeaf",
    "LogTile",
    "LogWitness",
    "OutboxMessage",
]
