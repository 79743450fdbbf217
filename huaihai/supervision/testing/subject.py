"""What is particular to a comparative test (see `supervision.kinds`)."""

from huaihai.supervision.testing.hindrances import hindrances
from huaihai.supervision.testing.office.pages import office_page
from huaihai.supervision.testing.planning.checking import problems

__all__ = ["hindrances", "office_page", "problems"]
