import pytest

from tests import computed


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huaihai.insight.apart.run", computed.here)
