"""The pages of buying: on a phone, by two people, photos that stay, nothing that tells the shop."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision.models import Photo, Purchase, Sample
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, Kettles
from huaihai.supervision.tests.people import LEAD
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
KEY = "00000000-0000-0000-0000-00000000000a"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Kettles:
    monkeypatch.setattr(clock, "now", lambda: BOUGHT)
    return kettles.registered()


def signed_in(scene: Kettles, who: str) -> Client:
    client = Client()
    sign_in(client, Account.objects.get(pk=getattr(scene.people, who).account_id))
    return client


def url(scene: Kettles, name: str, *more: Any) -> str:
    return reverse(f"office-test-{name}", args=[scene.project.pk, *more])


def photo(name: str = "a.png", shade: int = 100) -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), (shade, 10, 10)).save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue())


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "key": KEY,
        "brand": "演示A牌",
        "model": "YS-A15",
        "maker": "演示电器一厂",
        "price_fen": "76",
        "bought_on": BOUGHT.date().isoformat(),
        "channel": "shop",
        "city": LEAD,
        "shop": "演示电器商场",
        "place": "演示路1号",
        "seal_main_1": "F1",
        "seal_spare_1": "F2",
        "serial_main_1": "SN1",
    } | changed


def test_bought_by_one_and_witnessed_by_the_other(scene: Kettles) -> None:
    first, second = signed_in(scene, "leader"), signed_in(scene, "helper")
    assert url(scene, "purchase-new", "p01") in first.get(url(scene, "purchases")).content.decode()

    sent = first.post(
        url(scene, "purchase-new", "p01"), typed(receipt=photo(), seals=[photo(shade=1), photo(shade=2)])
    )

    made = Purchase.objects.get()
    assert sent["Location"] == made.get_absolute_url()
    assert (made.price_fen, made.by) == (7_600, scene.people.leader.key)
    assert sorted(Sample.objects.values_list("kind", "seal_number")) == [("main", "F1"), ("spare", "F2")]
    assert sorted(Photo.objects.values_list("shows", flat=True)) == ["receipt", "seal", "seal"]
    witness = url(scene, "witness")
    assert witness not in first.get(made.get_absolute_url()).content.decode()
    assert witness in second.get(made.get_absolute_url()).content.decode()
    second.post(witness, {f"answer_{made.pk}": "yes"})
    assert Purchase.objects.confirmed().get() == made


def test_a_witness_answers_for_all_that_waits_on_one_page(scene: Kettles) -> None:
    right, wrong, later = (kettles.record_only(scene, number) for number in (1, 2, 3))
    buyer, second = signed_in(scene, "leader"), signed_in(scene, "helper")
    witness = url(scene, "witness")
    assert right.brand in second.get(witness).content.decode()
    said = {f"answer_{right.pk}": "yes", f"answer_{wrong.pk}": "no"}

    assert second.post(witness, {}).status_code == 200  # nothing was answered
    unsaid = second.post(witness, said)
    assert unsaid.context["form"].errors[f"remark_{wrong.pk}"]
    assert not Purchase.objects.confirmed().exists()  # all of it, or nothing
    assert second.post(witness, said | {f"remark_{wrong.pk}": "价格不对"}).status_code == 302

    assert list(Purchase.objects.confirmed()) == [right]
    assert set(Purchase.objects.waiting()) == {wrong, later}
    assert later.brand in second.get(witness).content.decode()
    assert "没有等您确认的购样" in buyer.get(witness).content.decode()
    assert buyer.post(witness, {f"answer_{later.pk}": "yes"}).status_code == 409
    assert list(Purchase.objects.confirmed()) == [right]


def test_photos_that_arrived_stay_when_something_else_is_wrong(scene: Kettles) -> None:
    buyer = signed_in(scene, "leader")
    address = url(scene, "purchase-new", "p01")
    answer = buyer.post(address, typed(price_fen="viel", receipt=photo(), seals=photo(shade=1)))
    assert answer.status_code == 200
    assert "演示路1号" in answer.content.decode()
    assert not Purchase.objects.exists()

    buyer.post(address, typed(kept=answer.context["form"]["kept"].value()))

    assert Purchase.objects.count() == 1
    assert Photo.objects.count() == 2


def test_kept_photos_that_somebody_changed_are_none(scene: Kettles) -> None:
    answer = signed_in(scene, "leader").post(url(scene, "purchase-new", "p01"), typed(kept="a|b|c|d"))
    assert answer.status_code == 200
    assert not Purchase.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"seal_main_1": ""},
        {"seal_main_1": "F2"},
        {"maker_code": "12"},
        {"bought_on": "2026-10-01"},
        {"price_fen": "0"},
        {"shop": "\x00"},
        {"city": "city:000000"},
        {"key": "nonsense"},
        {"price_fen": "9" * 300},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(scene: Kettles, changed: dict[str, str]) -> None:
    answer = signed_in(scene, "leader").post(
        url(scene, "purchase-new", "p01"), typed(receipt=photo(), seals=photo(), **changed)
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "演示A牌" in answer.content.decode()
    assert not Purchase.objects.exists()


def test_a_file_that_is_no_photo_is_refused_in_words(scene: Kettles) -> None:
    bad = SimpleUploadedFile("a.png", b"MZ not a picture")
    answer = signed_in(scene, "leader").post(url(scene, "purchase-new", "p01"), typed(receipt=bad))
    assert "receipt" in answer.context["form"].errors


def test_a_correction_shows_what_was_there_before_and_waits_for_the_other(scene: Kettles) -> None:
    made = kettles.buy(scene, 1)
    buyer = signed_in(scene, "leader")
    address = url(scene, "purchase-correction", made.pk)
    form = buyer.get(address).context["form"]
    assert form["shop"].value() == made.shop

    buyer.post(address, typed(price_fen="66", reason="看了小票"))

    assert Purchase.objects.waiting().get().price_fen == 6_600
    page = buyer.get(made.get_absolute_url()).content.decode()
    assert "看了小票" in page
    assert "76.00" in page


def test_who_only_reads_is_not_asked_to_buy(scene: Kettles) -> None:
    auditor = signed_in(scene, "auditor")
    assert url(scene, "purchase-new", "p01") not in auditor.get(url(scene, "purchases")).content.decode()
    assert auditor.get(url(scene, "purchase-new", "p01")).status_code == 404
    assert auditor.post(url(scene, "purchase-new", "p01"), typed()).status_code in (200, 409)
    assert not Purchase.objects.exists()


def test_once_its_main_sample_is_set_aside_a_product_is_bought_again_with_a_reason(scene: Kettles) -> None:
    made = kettles.buy(scene, 1)
    buyer, address = signed_in(scene, "leader"), url(scene, "purchase-new", "p01")
    assert address not in buyer.get(made.get_absolute_url()).content.decode()
    main = Sample.objects.select_related("project").get(kind="main")
    address_aside = reverse("office-sample-aside", args=[main.code])
    assert signed_in(scene, "partner").get(address_aside).status_code == 404
    assert buyer.post(address_aside, {"reason": " "}).status_code == 200
    assert buyer.post(address_aside, {"reason": "摔坏了"}).status_code == 302
    assert "摔坏了" in buyer.get(main.get_absolute_url()).content.decode()

    assert address in buyer.get(made.get_absolute_url()).content.decode()
    photos = {"receipt": photo(), "seals": photo(shade=1)}
    assert buyer.post(address, typed(**photos)).context["form"].errors["reason"]
    buyer.post(address, typed(reason="第一件摔坏了", receipt=photo(), seals=photo(shade=1)))
    assert Purchase.objects.filter(product="p01").count() == 2


def test_addresses_that_lead_nowhere_are_not_found(scene: Kettles) -> None:
    buyer = signed_in(scene, "leader")
    for address in (
        url(scene, "purchase-new", "p99"),
        url(scene, "purchase", KEY),
        reverse("office-sample", args=["NOTHING"]),
        reverse("office-test-purchases", args=[KEY]),
        f"{url(scene, 'labels')}?purchase=nonsense",
    ):
        assert buyer.get(address).status_code == 404


def test_the_reason_of_every_correction_is_shown(scene: Kettles) -> None:
    made = kettles.buy(scene, 1)
    buyer = signed_in(scene, "leader")
    for key, reason in (("1", "看了小票"), ("2", "型号写错了")):
        changed = typed(key=KEY[:-1] + key, price_fen=f"6{key}", reason=reason)
        buyer.post(url(scene, "purchase-correction", made.pk), changed)

    page = buyer.get(made.get_absolute_url()).content.decode()

    assert "看了小票" in page
    assert "型号写错了" in page
