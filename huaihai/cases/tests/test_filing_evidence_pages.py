"""Photos and files of a complaint: taken, listed, taken away, refused one by one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import address, send
from huaihai.cases.tests.test_filing_pages import MATTER, at_page
from huaihai.kit.filestore.tests.pictures import picture, with_position

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files", "cast")]


def test_evidence_is_taken_listed_and_taken_away(client: Client) -> None:
    at_page(client, "story")
    photo = SimpleUploadedFile("壶.jpg", with_position(), "image/jpeg")

    send(client, "story", MATTER["story"] | {"upload": [photo]})
    file = Case.objects.get().evidence.get()
    page = client.get(address("story")).text
    assert "壶.jpg" in page
    shown = client.get(reverse("my-evidence-file", args=[file.case_id, file.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"Camera maker" not in b"".join(shown.streaming_content)

    typed = "买来第三天就漏电，老板不认，还骂人。"
    send(client, "story", {"story": typed, "remove": str(file.pk)})
    assert not Case.objects.get().evidence.exists()
    assert Case.objects.get().story == typed, "nothing typed is lost"


def test_photos_are_added_from_the_check_page(client: Client) -> None:
    at_page(client, "check")
    page = steps.change_url("photo")
    assert page in client.get(address("check")).text
    assert f'class="back" href="{address("check")}"' in client.get(page).text

    photo = SimpleUploadedFile("壶.png", picture("PNG"))
    assert client.post(page, {"upload": [photo]}).url == address("check")

    assert Case.objects.get().evidence.count() == 1


def test_one_bad_file_does_not_touch_the_others(client: Client) -> None:
    at_page(client, "story")
    good = SimpleUploadedFile("good.png", picture("PNG"))
    bad = SimpleUploadedFile("bad.svg", b"<svg onload='x'/>")

    response = send(client, "story", MATTER["story"] | {"upload": [bad, good]})

    assert response.status_code == 200
    assert "bad.svg" in response.text
    assert Case.objects.get().evidence.get().name == "good.png"


def test_a_forty_megabyte_photo_is_refused_and_the_draft_stays(client: Client) -> None:
    at_page(client, "story")
    large = SimpleUploadedFile("holiday.jpg", b"\xff\xd8\xff" + b"\0" * (40 * 1024 * 1024))

    response = send(client, "story", MATTER["story"] | {"upload": [large]})

    assert response.status_code == 200
    assert "40 MB" in response.text
    case = Case.objects.get()
    assert (case.title, case.remedies) == ("买来第三天就漏电，老板不认", ["return", "refund"])
