"""What is particular to a sweep (see `supervision.kinds`)."""

from huaihai.supervision.sweeping.file import built as build
from huaihai.supervision.sweeping.hindrances import hindrances
from huaihai.supervision.sweeping.office import office_page
from huaihai.supervision.sweeping.plan_problems import problems
from huaihai.supervision.sweeping.publishing.page import public_page
from huaihai.supervision.sweeping.publishing.report import report
from huaihai.supervision.sweeping.retold import misfits

__all__ = ["build", "hindrances", "misfits", "office_page", "problems", "public_page", "report"]
