from huaihai.record.models.clocks import Clock, ClockPause, HolidayNotice
from huaihai.record.models.events import Event
from huaihai.record.models.keys import IntakeKey
from huaihai.record.models.outbox import OutboxMessage

__all__ = ["Clock", "ClockPause", "Event", "HolidayNotice", "IntakeKey", "OutboxMessage"]
