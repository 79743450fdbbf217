"""A mirror of the demo holds nothing that only one person may see."""

import re
from pathlib import Path

import pytest

from huaihai.cases.models import Case
from huaihai.front.mirror import checking
from huaihai.front.mirror.tests.copies import closed_links, copy, inside, live_parts, pages
from huaihai.kit.signing import public_keys

pytestmark = pytest.mark.django_db
SOME = ("/announcements/", "/alliance/", "/data/", "/supervision/2026-1/", "/warnings.atom", "/static/")


def test_pages_and_signed_files_of_the_demo(tmp_path: Path) -> None:
    made = copy(tmp_path, paths=SOME, with_log=False)
    found = pages(tmp_path)

    assert len(found) > 30
    assert "演示，都不是真的。" in found["index.html"]
    numbers = [re.escape(str(number)) for number in Case.objects.values_list("number", flat=True)]
    secret = re.compile("|".join(numbers))
    for place, page in found.items():
        assert live_parts(page) == [], place
        assert closed_links(place, page) == [], place
        assert [path for path in inside(place, page) if not (tmp_path / path).is_file()] == [], place
        assert not secret.search(page), place
        assert "都不是真的。今天" not in page, place  # the day of a demo goes on, the copy does not
    result = checking.check(tmp_path, public_keys())
    assert result.fits
    assert result.signed > 10
    assert made.manifest.entries.keys() >= {
        "data/releases/1.json",
        "data/releases/1.sig.json",
        "warnings.atom",
    }
