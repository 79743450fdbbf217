"""The demo's working days: going forward and back, and moments within a day."""

import random
from datetime import date, datetime, time, timedelta

from huaihai.kit.clock import local_moment
from huaihai.law.calendar import held_calendar

OPENS, SHUTS = 9, 17  # office hours, for what officers do


def working_days_after(day: date, number: int) -> date:
    """The working day that many after this one (0: this one, or the next if it is a rest day)."""
    return _walk(day, number, 1)


def working_days_before(day: date, number: int) -> date:
    """The working day that many before this one."""
    return _walk(day, number, -1)


def in_office_hours(day: date, dice: random.Random) -> datetime:
    """Some minute of an office day."""
    return local_moment(day, time(dice.randrange(OPENS, SHUTS), dice.randrange(60)))


def _walk(day: date, number: int, step: int) -> date:
    days = held_calendar()
    while not days.is_working_day(day):
        day += timedelta(step)
    for _passed in range(number):
        day += timedelta(step)
        while not days.is_working_day(day):
            day += timedelta(step)
    return day
