"""What the log says of a path never opens anything."""

import logging
from typing import Any

import pytest

from huaihai import settings
from huaihai.kit.log_paths import HidesSecretPaths, shortened

ROW = "01a21897-ef99-73b6-980d-92755ee45400"
TOKEN = "3f9a2b7c41d05e8f6a1b2c3d4e5f6071"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"/supervision/laboratory/{ROW}/{TOKEN}/", f"/supervision/laboratory/{ROW}/…/"),
        (f"/supervision/laboratory/{ROW}/{TOKEN}/arrival/", f"/supervision/laboratory/{ROW}/…/arrival/"),
        (f"/supervision/notice/{ROW}/{TOKEN}/", f"/supervision/notice/{ROW}/…/"),
        ("/survey/kettles/code/12-abcdef/", "/survey/kettles/code/…/"),
        (f"/office/supervision/{ROW}/samples/", f"/office/supervision/{ROW}/samples/"),
        ("/supervision/2026-3/results.csv", "/supervision/2026-3/results.csv"),
    ],
)
def test_the_secret_part_of_a_path_is_hidden_and_ids_stay(path: str, said: str) -> None:
    assert shortened(path) == said


def test_the_log_of_a_refused_request_is_written_without_it() -> None:
    name = f"/supervision/notice/{ROW}/{TOKEN}/"
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Conflict", name), None)

    assert HidesSecretPaths().filter(record)
    assert TOKEN not in record.getMessage()
    written: Any = settings.LOGGING
    assert "secret paths" in written["handlers"]["console"]["filters"]
