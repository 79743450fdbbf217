"""The computation in this process: starting another one is tested in the releases."""

import json
from typing import Any

import pytest

from huaihai.insight.indexing import shrinking


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def here(_job: str, given: Any) -> Any:
        return json.loads(json.dumps(shrinking.job(json.loads(json.dumps(given)))))

    monkeypatch.setattr("huaihai.insight.apart.run", here)
