"""Hostile files through a real page: nothing breaks, and what comes back out runs nowhere."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases.consumer.filing import papers
from huaihai.cases.models import Case
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import care
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.filestore import Stored
from huaihai.kit.filestore.tests import hostile
from tests import cast
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Cast:
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    return cast.assemble()


def test_no_hostile_file_breaks_a_page_or_comes_back_as_it_was(client: Client, people: Cast) -> None:
    case = cast.filed().case
    opened(client, case)
    page = reverse("my-evidence", args=[case.pk])
    bad = [SimpleUploadedFile(name, contents) for _trial, contents, name in hostile.refused()]
    good = [SimpleUploadedFile(f"{trial}.png", contents) for trial, contents in hostile.taken()]
    good += [SimpleUploadedFile("film.mp4", hostile.film())]

    answers = [client.post(page, {"upload": [file]}) for file in bad[:3] + bad[-3:]]
    together = client.post(page, {"upload": good})

    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.context["form"].errors["upload"] for answer in answers)
    assert together.status_code == 302
    assert case.evidence.count() == len(good)
    for file in case.evidence.all():
        for asked in ("", "?download=1"):
            answer: Any = client.get(reverse("my-evidence-file", args=[case.pk, file.pk]) + asked)
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Security-Policy"].startswith("sandbox")
            assert file.derivative or answer["Content-Disposition"].startswith("attachment")
            contents = b"".join(answer.streaming_content)
            assert hostile.MARK not in contents
            assert hostile.PLACE not in contents


def test_too_many_files_in_one_form_are_told_in_words(client: Client, people: Cast) -> None:
    case = cast.filed().case
    opened(client, case)
    page = reverse("my-evidence", args=[case.pk])
    files = [SimpleUploadedFile(f"{number}.txt", b"%d" % number) for number in range(papers.MOST_FILES + 5)]

    answer = client.post(page, {"upload": files})

    assert answer.status_code == 200
    assert case.evidence.count() == papers.MOST_FILES
    assert str(papers.MOST_FILES) in str(answer.context["form"].errors)
    assert client.post(page, {"upload": files * 4}).status_code == 413  # no browser of a person sends so many


def test_one_side_fills_no_room_of_the_other(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "MOST_OF_A_PARTY", 3)
    case = cast.negotiating(people)
    for number in range(3):
        added(case, "business", number)

    with pytest.raises(Unfit, match="3"):
        added(case, "business", 3)

    assert added(case, "business", 0).party == "business"  # it is there already
    assert added(case, "consumer", 4).party == "consumer"


def added(case: Case, party: str, number: int) -> Any:
    file = Stored(f"{number:064}", "text/plain", 1, "")
    return care.add_evidence(case, file=file, name="a.txt", party=party, by=cast.li(case), at=cast.TUESDAY)
