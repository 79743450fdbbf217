"""A photo above the limit is refused in words: nothing is recorded as if it had never been chosen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huaihai.kit import clock
from huaihai.supervision.models import Purchase
from huaihai.supervision.testing.buying.tests.test_buying_pages import signed_in, typed, url
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
