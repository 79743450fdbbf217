"""The page that says what the log proves, and what not."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.record.models import LogWitness
from huaihai.record.tests.test_log import everything, write
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db


def page() -> str:
    return Client().get(reverse("log")).text


def test_it_is_reached_from_where_files_are_checked() -> None:
    assert reverse("log") in Client().get(reverse("check-file")).text


def test_it_says_how_far_the_log_is_and_who_keeps_it() -> None:
    assert "总账还是空的" in page()
    write("case:1", 3)
    everything()
    empty = page()
    assert "只有我们自己的签名" in empty
    LogWitness.objects.create(
        name="xuzhou.example/witness", vkey="-", body="320300", size=2, checkpoint="-", cosigned_at=TUESDAY
    )
    found = page()
    assert "徐州市消保委" in found
    assert "前 2 件" in found


def test_no_word_of_any_case_stands_there() -> None:
    write("case:0190", 1)
    everything()
    assert "case:0190" not in page()
