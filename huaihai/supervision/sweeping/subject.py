"""What is particular to a sweep (see `supervision.kinds`)."""

from huaihai.supervision.sweeping.file import built as build
from huaihai.supervision.sweeping.hindrances import hindrances
from huaihai.supervision.sweeping.plan_problems import problems

__all__ = ["build", "hindrances", "problems"]
