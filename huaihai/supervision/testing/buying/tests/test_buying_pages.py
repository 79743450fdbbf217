"""The pages of buying: on a phone, by two people, photos that stay, nothing that tells the shop."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.kit.filestore.tests.pictures import picture
from huaihai.supervision.models import Photo, Purchase, Sample
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, Kettles
from huaihai.supervision.tests.people import LEAD, client_of

pytestmark = pytest.mark.django_db
KEY = "00000000-0000-0000-0000-00000000000a"


def signed_in(scene: Kettles, who: str) -> Client:
    return client_of(getattr(scene.people, who))


def url(scene: Kettles, name: str, *more: Any) -> str:
    return reverse(f"office-test-{name}", args=[scene.project.pk, *more])


def photo(name: str = "a.png", shade: int = 100) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture("PNG", (8, 8), (shade, 10, 10)))


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
    assert buyer.post(address, typed(kept="a|b|c|d")).status_code == 200  # of another hand: none
    assert not Purchase.objects.exists()
    buyer.post(address, typed(kept=answer.context["form"]["kept"].value()))
    assert Purchase.objects.count() == 1
    assert Photo.objects.count() == 2


def test_what_is_wrong_is_said_all_at_once_and_what_was_typed_stays(scene: Kettles) -> None:
    buyer, address = signed_in(scene, "leader"), url(scene, "purchase-new", "p01")

    def errors(**said: Any) -> dict[str, Any]:
        answer = buyer.post(address, typed(**said))
        assert answer.status_code == 200, said
        assert "演示A牌" in answer.content.decode(), said
        found: dict[str, Any] = answer.context["form"].errors
        return found

    for name, value in (
        ("seal_main_1", "F2"),
        ("maker_code", "12"),
        ("bought_on", "2026-10-01"),
        ("price_fen", "0"),
        ("price_fen", "9" * 300),
        ("shop", "\x00"),
        ("city", "city:000000"),
        ("key", "nonsense"),
    ):
        assert errors(receipt=photo(), seals=photo(), **{name: value}), value
    missing = errors(seal_main_1="", bought_on="2026-10-01")
    assert set(missing) == {"receipt", "seals", "seal_main_1"}
    assert "主样 1：封签编号" in str(missing["seal_main_1"])
    tomorrow = (BOUGHT + timedelta(days=1)).date().isoformat()
    early = errors(bought_on=tomorrow, receipt=photo(), seals=photo(shade=1))
    assert "还没有到" in str(early["bought_on"])
    assert "receipt" in errors(receipt=SimpleUploadedFile("a.png", b"MZ not a picture"))
    assert not Purchase.objects.exists()


def test_a_correction_shows_what_was_there_before_and_why_and_waits_for_the_other(
    scene: Kettles, settings: Any
) -> None:
    made = kettles.buy(scene, 1)
    buyer, address = signed_in(scene, "leader"), url(scene, "purchase-correction", made.pk)
    assert buyer.get(address).context["form"]["shop"].value() == made.shop
    settings.EVIDENCE_MAX_BYTES = 1_000_000
    large = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"x" * 3_000_000, "image/jpeg")
    answer = buyer.post(address, typed(reason="补照片", goods=large))
    assert answer.status_code == 200
    assert "a.jpg" in str(answer.context["form"].errors["goods"])
    assert Purchase.objects.count() == 1
    for key, reason in (("1", "看了小票"), ("2", "型号写错了")):
        buyer.post(address, typed(key=KEY[:-1] + key, price_fen=f"6{key}", reason=reason))
        assert Purchase.objects.waiting().get().price_fen == int(f"6{key}00")
    page = buyer.get(made.get_absolute_url()).content.decode()
    for words in ("看了小票", "型号写错了", "76.00"):
        assert words in page


def test_who_only_reads_is_not_asked_to_buy_and_addresses_that_lead_nowhere_are_not_found(
    scene: Kettles,
) -> None:
    auditor, new = signed_in(scene, "auditor"), url(scene, "purchase-new", "p01")
    assert new not in auditor.get(url(scene, "purchases")).content.decode()
    assert auditor.get(new).status_code == 404
    assert auditor.post(new, typed()).status_code == 404
    assert not Purchase.objects.exists()
    buyer = signed_in(scene, "leader")
    for address in (
        url(scene, "purchase-new", "p99"),
        url(scene, "purchase", KEY),
        reverse("office-sample", args=["NOTHING"]),
        reverse("office-test-purchases", args=[KEY]),
        f"{url(scene, 'labels')}?purchase=nonsense",
    ):
        assert buyer.get(address).status_code == 404


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
