"""Pages of re-visits: writing one down, confirming it, its photos."""

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai.brands.evidence import ratings, revisits
from huaihai.brands.evidence.ratings import HEARTS, BuyerWords, rate_with_slip
from huaihai.brands.evidence.tests.scene import a_revisit, answers
from huaihai.brands.models import Declaration, Entry, Revisit, RevisitConfirmation, RevisitPhoto
from huaihai.brands.tests.people import People, declared
from huaihai.kit.clock import now, today
from huaihai.members.actors import Actor
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


def form(entry: Entry, **said: str) -> dict[str, Any]:
    items = {f"item_{key}": answer for key, answer in answers(entry, **said).items()}
    return items | {"visited_on": str(today()), "key": str(uuid4()), "note": "柜台在二楼"}


def test_a_revisit_is_written_and_confirmed_on_pages_with_how_many_slips_count(
    people: People, entry: Entry
) -> None:
    declared(entry, people.near, people.far, at=now())
    sheet = revisits.make_sheet(entry, count=7, by=people.near, at=now())
    said = BuyerWords(dict.fromkeys(HEARTS, 5))
    rate_with_slip(ratings.code(sheet.pk, 1), said, by=Actor.public(), at=now())
    first, second = client_of(people.near), client_of(people.far)
    answer = first.post(reverse("office-brand-revisit-new", args=[entry.pk]), form(entry, seat="no"))
    made = Revisit.objects.get()
    assert answer["Location"] == reverse("office-brand-revisit", args=[entry.pk, made.pk])
    assert 'name="agrees"' not in first.get(answer["Location"]).content.decode()
    page = second.get(answer["Location"]).content.decode()
    assert "柜台在二楼" in page
    assert "7 张，已用 1 张" in page
    assert second.post(answer["Location"], {"agrees": "yes"}).status_code == 302
    assert RevisitConfirmation.objects.get().agrees


@pytest.mark.parametrize(("name", "typed"), [("visited_on", "9999-99-99"), ("key", "x"), ("item_there", "")])
def test_what_does_not_fit_gets_a_message_and_what_was_typed_stays(
    people: People, entry: Entry, name: str, typed: str
) -> None:
    declared(entry, people.near, at=now())
    url = reverse("office-brand-revisit-new", args=[entry.pk])
    answer = client_of(people.near).post(url, form(entry) | {name: typed})
    assert answer.status_code == 200
    assert "柜台在二楼" in answer.content.decode()
    assert not Revisit.objects.exists()


def test_photos_go_along_and_are_shown_to_staff_as_drawn_anew(
    people: People, entry: Entry, settings: Any, tmp_path: Path
) -> None:
    settings.FILES = tmp_path
    declared(entry, people.near, at=now())
    held = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 100, 50)).save(held, "PNG")
    said = form(entry) | {"photos_seen": SimpleUploadedFile("a.png", held.getvalue(), "image/png")}
    client = client_of(people.near)
    client.post(reverse("office-brand-revisit-new", args=[entry.pk]), said)
    made = RevisitPhoto.objects.get()
    url = reverse("office-brand-revisit-photo", args=[entry.pk, made.pk])
    answer = client.get(url)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert Client().get(url).status_code == 302


def test_an_auditor_reads_a_revisit_and_answers_nothing(people: People, entry: Entry) -> None:
    made = a_revisit(people, entry, is_confirmed=False)
    client = client_of(people.auditor)
    url = reverse("office-brand-revisit", args=[entry.pk, made.pk])
    assert 'name="agrees"' not in client.get(url).content.decode()
    assert client.post(url, {"agrees": "yes"}).status_code == 409
    assert client.get(reverse("office-brand-revisit-new", args=[entry.pk])).status_code == 404


def test_somebody_of_the_own_city_declares_on_a_page_before_coming_along(
    people: People, entry: Entry
) -> None:
    client = client_of(people.home)
    url = reverse("office-brand-declaration", args=[entry.pk])
    assert url in client.get(entry.office_url).content.decode()
    assert client.post(url, {"has_conflict": "no", "what": ""}).status_code == 302
    assert Declaration.objects.get().account_id == people.home.account_id
