"""A city of the demo's year goes, and the record of all the others fits afterwards."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.front import sitemaps
from huaihai.front.leaving.going import letting_go
from huaihai.front.leaving.going.tests.conftest import Place
from huaihai.kit import clock, demo_keys, keyring
from huaihai.record.log import sequencing
from huaihai.record.verify import whole
from tests import cast as people
from tests import posts
from tests.cast import HOME, LEAD

pytestmark = [pytest.mark.django_db]


def test_a_city_of_a_whole_year_goes(settings: Any, tmp_path: Path) -> None:
    shutil.copy(settings.VAR / keyring.FILE, tmp_path)
    settings.VAR, settings.SITE_URL = tmp_path, "https://old.example"
    settings.KEYRING = demo_keys.joined_to(keyring.load_or_create(tmp_path))
    place = Place(settings, tmp_path, keyring.load_or_create(tmp_path / "there"))
    cases = Case.objects.count()
    gone = letting_go.let_go(place.ready(HOME), at=clock.now())

    assert (gone.after, gone.needed) == ({}, {})
    assert 100 < gone.before["cases.Case"] == cases - Case.objects.count()
    connection.check_constraints()
    sequencing.sequence_all()
    assert [str(one) for one in whole.findings(whole.prepare([], [], with_keys=True))] == []
    look_around()


def look_around() -> None:
    """Everybody else goes on: public pages, and those of an officer who has cases with the city that went."""
    public = Client()
    for name in sitemaps.PAGES:
        assert public.get(reverse(name)).status_code == 200, name
    assert public.get(reverse("body", args=[HOME])).status_code == 200
    post = posts.post_at(f"city:{LEAD}", username="looks-around")
    officer = Client()
    people.sign_in(officer, post.account)
    joint = list(Case.objects.filter(home__key=f"city:{HOME}", lead__key=f"city:{LEAD}"))
    assert joint
    for case in joint:
        assert officer.get(reverse("desk-case", args=[case.pk])).status_code == 200, case.number
    for name in ("office", "desk-calls", "desk-consultations", "desk-absences"):
        assert officer.get(reverse(name)).status_code == 200, name
