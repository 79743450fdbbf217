"""What is particular to a comparative test (see `supervision.kinds`)."""

from huaihai.supervision.testing.hindrances import hindrances
from huaihai.supervision.testing.misfits import misfits
from huaihai.supervision.testing.pages import office_page
from huaihai.supervision.testing.planning.checking import problems
from huaihai.supervision.testing.publishing.building import build
from huaihai.supervision.testing.publishing.pages import public_page
from huaihai.supervision.testing.publishing.reporting import report

__all__ = ["build", "hindrances", "misfits", "office_page", "problems", "public_page", "report"]
