"""The consumer's own data: taken along whole, erased when nobody needs it, and never before."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases import life
from huaihai.cases.models import Case, Complainant, Evidence, SearchDoc
from huaihai.cases.search import indexing
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import care, erasing, fulfilment
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.members.models import Account
from huaihai.record import events
from huaihai.record.log import sequencing
from huaihai.record.models import Event, OutboxMessage
from huaihai.record.verify import commitments
from tests import cast
from tests.cast import Cast
from tests.reading import browser

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WEDNESDAY = cast.TUESDAY + timedelta(days=1)
YEARS = timedelta(days=3 * 366 + 14)


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Cast:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)
    return cast.assemble()


def just_opened(client: Client, case: Case, at: datetime = WEDNESDAY) -> None:
    """Number and receipt code were typed in this browser within the hour."""
    opened(client, case)
    session = client.session
    session["opened_cases"] = {str(case.pk): at.isoformat()}
    session.save()


def ended(people: Cast, client: Client) -> Case:
    """A complaint with an e-mail, an address, a file and an offer, which its consumer withdrew."""
    case, _offer = cast.offered(people)
    care.note(case, text="note of an officer: 王小明", by=people.zhao, at=WEDNESDAY)
    person = case.complainant
    person.email, person.address = "li@example.org", "淮海东路1号"
    person.save()
    just_opened(client, case)
    client.post(
        reverse("my-evidence", args=[case.pk]),
        {"upload": [SimpleUploadedFile("发票.png", picture("PNG"))]},
    )
    fulfilment.withdraw(case, by=cast.li(case), at=WEDNESDAY)
    return Case.objects.get(pk=case.pk)


def erase(client: Client, case: Case, part: str) -> int:
    return client.post(reverse("my-data", args=[case.pk]), {"part": part}).status_code


def test_everything_is_taken_along_in_one_file(client: Client, people: Cast) -> None:
    case = ended(people, client)

    answer = client.get(reverse("my-data-file", args=[case.pk]))

    packed = ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined,arg-type]
    found = json.loads(packed.read("data.json"))
    assert found["you"]["phone"] == cast.PHONE
    assert found["you"]["address"] == "淮海东路1号"
    assert found["complaint"]["story"] == case.story
    evidence = [
        one
        for one in json.loads(packed.read("manifest.json"))["files"]
        if one["path"].startswith("evidence/")
    ]
    assert [one["name"] for one in evidence] == ["发票.png"]
    assert packed.read(evidence[0]["path"])[:2] == b"\xff\xd8"
    assert len(found["offers"]) == 1
    assert "note of an officer" not in packed.read("data.json").decode()
    text = packed.read("case.html").decode()
    assert all(word in text for word in (str(case.number), cast.PHONE, case.story, "发票.png", "2026-11-"))
    assert "note of an officer" not in text
    assert "note of an officer" not in packed.read("events.json").decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("part", ["contact", "whole"])
@pytest.mark.parametrize("stage", sorted(life.OPEN))
def test_nothing_goes_while_a_case_runs(client: Client, people: Cast, stage: str, part: str) -> None:
    case = ended(people, client)
    Case.objects.filter(pk=case.pk).update(stage=stage)

    assert erase(client, case, part) == 409

    assert Complainant.objects.get(case=case).address
    assert not events.history(case.record_key).filter(verb__endswith="_erased").exists()


@pytest.mark.parametrize("part", ["contact", "whole"])
def test_nothing_goes_while_a_room_holds_it(
    client: Client, people: Cast, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ended(people, client)
    monkeypatch.setattr("huaihai.compensation.claims.doors.hold", lambda _case: "money moves")
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + YEARS)
    just_opened(client, case, WEDNESDAY + YEARS)

    assert erase(client, case, part) == 409
    assert "money moves" in client.get(reverse("my-data", args=[case.pk])).text


def test_contact_goes_at_the_end_and_one_way_to_reach_stays(client: Client, people: Cast) -> None:
    case = ended(people, client)

    assert erase(client, case, "contact") == 302

    person = Complainant.objects.get(case=case)
    assert (person.address, person.email, person.email_index, person.phone) == ("", "", "", cast.PHONE)
    assert Case.objects.get(pk=case.pk).story
    assert erase(client, case, "contact") == 409


def test_the_file_stays_to_its_last_day_and_goes_on_the_next(client: Client, people: Cast) -> None:
    case = ended(people, client)
    until = erasing.erasable(case, today=local_day(WEDNESDAY)).kept_until
    assert until is not None
    assert until >= local_day(WEDNESDAY).replace(year=2029)

    assert "whole" not in erasing.erasable(case, today=until).parts
    said = (
        client.get(reverse("my-data", args=[case.pk])).text.partition("data-rule>")[2].partition("</span>")[0]
    )
    assert "188" in said
    assert "待确认" in said
    assert erase(client, case, "whole") == 409
    assert "whole" in erasing.erasable(case, today=until + timedelta(days=1)).parts


def test_a_file_that_was_erased_tells_nothing(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ended(people, client)
    indexing.index_some(at=WEDNESDAY)
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + YEARS)
    just_opened(client, case, WEDNESDAY + YEARS)

    assert erase(client, case, "whole") == 302

    person, held = Complainant.objects.get(case=case), Case.objects.get(pk=case.pk)
    assert not any((person.name, person.phone, person.phone_index, person.email, person.address))
    assert (held.story, held.title, held.stated_business) == ("", erasing.ERASED, {})
    assert not Evidence.objects.filter(case=case).exists()
    assert not OutboxMessage.objects.filter(subject=case.record_key).exists()
    assert not SearchDoc.objects.filter(case=case).exists()
    assert not Event.objects.filter(subject=case.record_key).exclude(text="", text_salt="").exists()
    assert not held.offers.exclude(text="", return_to="").exists()
    assert client.get(reverse("my-case", args=[case.pk])).status_code in (302, 404)
    assert client.get(reverse("home")).status_code == 200


def test_the_record_still_fits_and_officers_still_find_it(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ended(people, client)
    sequencing.sequence_all()
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + YEARS)
    just_opened(client, case, WEDNESDAY + YEARS)
    erase(client, case, "whole")
    sequencing.sequence_all()
    indexing.index_some(at=WEDNESDAY + YEARS)

    assert events.broken_at(case.record_key) is None
    assert commitments.altered([case.record_key]) == []
    officer = browser(Account.objects.get(username="zhao"))
    assert str(case.number) in officer.get(reverse("desk-case", args=[case.pk])).text


def test_a_shared_phone_must_know_name_and_code(client: Client, people: Cast) -> None:
    case = ended(people, client)
    session = client.session
    session.pop("opened_cases")
    session.save()

    assert erase(client, case, "contact") == 200
    wrong = {"part": "contact", "name": case.complainant.name, "code": "AAAA-AAAA-AA"}
    assert client.post(reverse("my-data", args=[case.pk]), wrong).status_code == 200

    assert Complainant.objects.get(case=case).address
