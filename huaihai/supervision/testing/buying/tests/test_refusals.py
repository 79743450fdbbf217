"""What is wrong with a purchase is said all at once, photos too: nothing is recorded as if it had not been chosen."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huaihai.kit import clock
from huaihai.supervision.models import Purchase
from huaihai.supervision.testing.buying.tests.test_buying_pages import photo, signed_in, typed, url
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, Kettles

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Kettles:
    monkeypatch.setattr(clock, "now", lambda: BOUGHT)
    return kettles.registered()


def test_a_correction_with_a_photo_above_the_limit_changes_nothing(scene: Kettles, settings: object) -> None:
    settings.EVIDENCE_MAX_BYTES = 1_000_000  # type: ignore[attr-defined]
    made = kettles.buy(scene, 1)
    large = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"x" * 3_000_000, "image/jpeg")

    answer = signed_in(scene, "leader").post(
        url(scene, "purchase-correction", made.pk), typed(reason="补照片", goods=large)
    )

    assert answer.status_code == 200
    assert "a.jpg" in str(answer.context["form"].errors["goods"])
    assert Purchase.objects.count() == 1


def test_photos_that_are_missing_are_said_together_with_all_other_faults(scene: Kettles) -> None:
    answer = signed_in(scene, "leader").post(
        url(scene, "purchase-new", "p01"), typed(seal_main_1="", bought_on="2026-10-01")
    )
    errors = answer.context["form"].errors
    assert {"receipt", "seals", "seal_main_1"} == set(errors)
    assert "主样 1：封签编号" in str(errors["seal_main_1"])


def test_a_day_to_come_is_refused_with_its_reason(scene: Kettles) -> None:
    address = url(scene, "purchase-new", "p01")
    photos = {"receipt": photo(), "seals": photo(shade=1)}
    tomorrow = (BOUGHT + timedelta(days=1)).date().isoformat()
    answer = signed_in(scene, "leader").post(address, typed(bought_on=tomorrow, **photos))
    assert "还没有到" in str(answer.context["form"].errors["bought_on"])
