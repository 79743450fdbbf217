"""The cast of the room."""

from huaihai.cases.tests.conftest import tuesday

__all__ = ["tuesday"]
