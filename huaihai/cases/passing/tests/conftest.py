"""The cast of the room."""

from huaihai.cases.tests.conftest import cast, tuesday, wang, zhao

__all__ = ["cast", "tuesday", "wang", "zhao"]
