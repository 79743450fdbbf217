import pytest


@pytest.fixture(autouse=True)
def _on_monday(monday: None) -> None:
    """All pages of these tests are opened on that day."""
