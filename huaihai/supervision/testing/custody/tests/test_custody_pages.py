"""The pages of custody: a scanned QR opens the sample, both sides confirm, many at once, gaps are seen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision.models import Sample
from huaihai.supervision.testing.custody.forms import MINUTES
from huaihai.supervision.testing.custody.tests.moves import LATER, one_bought, sample
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import Kettles
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
KEYS = iter(range(1, 1_000))


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Kettles:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return one_bought()


def signed_in(scene: Kettles, who: str) -> Client:
    client = Client()
    sign_in(client, account(scene, who))
    return client


def account(scene: Kettles, who: str) -> Account:
    return Account.objects.get(pk=getattr(scene.people, who).account_id)


def url(name: str, *more: Any, of: Sample | None = None) -> str:
    return reverse(f"office-sample{name}", args=[(of or sample()).code, *more])


def typed(**said: Any) -> dict[str, Any]:
    return {
        "key": f"00000000-0000-0000-0000-{next(KEYS):012}",
        "samples": [sample().code],
        "seal": "intact",
        "happened_at": LATER.strftime(MINUTES),
        "where": "徐州",
        **said,
    }


def test_scanned_by_somebody_not_signed_in_it_asks_to_sign_in_and_comes_back(scene: Kettles) -> None:
    answer = Client().get(url(""))
    assert answer.status_code == 302
    assert sample().code in answer["Location"]


def test_both_sides_confirm_on_the_page_that_the_qr_opens(scene: Kettles) -> None:
    leader, helper = signed_in(scene, "leader"), signed_in(scene, "helper")
    assert url("-hand-over") in leader.get(url("")).content.decode()

    person = str(account(scene, "helper").pk)
    sent = leader.post(url("-hand-over"), typed(to_kind="person", person=person))
    assert sent["Location"] == url("")
    assert sample().stage == "passing"

    helper.post(url("-take-over"), typed(taker="store", where="样品柜 3"))

    held = sample()
    assert (held.stage, held.holder, held.place) == ("stored", scene.people.helper.key, "样品柜 3")
    report = helper.get(url("-report")).content.decode()
    assert account(scene, "leader").shown_name in report
    assert account(scene, "helper").shown_name in report


@pytest.mark.both_databases
def test_many_are_handed_over_and_taken_over_at_once(scene: Kettles) -> None:
    kettles.buy(scene, 2)
    codes = list(Sample.objects.values_list("code", flat=True))
    person = str(account(scene, "helper").pk)
    hand, take = (
        reverse(f"office-test-{name}", args=[scene.project.pk]) for name in ("hand-over", "take-over")
    )

    signed_in(scene, "leader").post(hand, typed(samples=codes, to_kind="person", person=person))
    signed_in(scene, "helper").post(take, typed(samples=codes, taker="me"))

    assert set(Sample.objects.values_list("holder", flat=True)) == {scene.people.helper.key}
    assert not Sample.objects.doubtful().exists()


def test_who_takes_what_was_not_handed_over_is_warned_and_the_gap_shows(scene: Kettles) -> None:
    helper = signed_in(scene, "helper")
    helper.post(url("-take-over"), typed(taker="me"))
    assert sample().has_gap
    assert "tag late" in helper.get(url("")).content.decode()

    leader = signed_in(scene, "leader")
    assert url("-attestation") in leader.get(url("")).content.decode()
    leader.post(url("-attestation"), typed())

    assert not sample().has_gap


def test_another_number_on_the_seal_is_found(scene: Kettles) -> None:
    signed_in(scene, "leader").post(url("-seal"), typed(seal_number="F9999"))
    assert sample().is_broken


def test_whoever_mistyped_corrects_it(scene: Kettles) -> None:
    leader = signed_in(scene, "leader")
    leader.post(url("-seal"), typed(seal="broken"))
    step = sample().steps.latest("number")

    assert signed_in(scene, "helper").get(url("-correction", step.pk)).status_code == 404
    leader.post(url("-correction", step.pk), typed(remark="按错了"))

    assert not sample().is_broken
    assert "<del>" in leader.get(url("")).content.decode()


def test_the_leading_body_sets_a_sample_aside(scene: Kettles) -> None:
    signed_in(scene, "partner").post(url("-aside"), typed(remark="不用了"))
    assert sample().stage == "held"
    signed_in(scene, "leader").post(url("-aside"), typed(remark="不用了"))
    assert sample().stage == "aside"


@pytest.mark.parametrize(
    "said",
    [
        {"seal": ""},
        {"to_kind": "person", "person": ""},
        {"to_kind": "person", "person": "nonsense"},
        {"to_kind": "laboratory"},
        {"to_kind": "carrier", "carrier": ""},
        {"happened_at": "yesterday"},
        {"happened_at": "9999-12-31T23:59"},
        {"key": "x"},
        {"samples": ["AAAAAAAAAA"]},
        {"where": "\x00"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes_hands(scene: Kettles, said: dict[str, Any]) -> None:
    whole = typed(to_kind="carrier", carrier="演示快递 123") | said
    answer = signed_in(scene, "leader").post(url("-hand-over"), whole)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert sample().stage == "held"


def test_a_code_is_found_however_it_is_typed(scene: Kettles) -> None:
    leader = signed_in(scene, "leader")
    found = leader.get(reverse("office-sample-find"), {"code": sample().shown_code.lower()})
    assert found["Location"] == url("")
    for nonsense in ("", "x" * 500, "\x00", "K7QM3-00000"):
        assert leader.get(reverse("office-sample-find"), {"code": nonsense}).status_code == 200
    assert leader.get(reverse("office-sample", args=["AAAA"])).status_code == 404


def test_who_does_not_take_part_sees_it_and_does_nothing(scene: Kettles) -> None:
    auditor = signed_in(scene, "auditor")
    assert url("-take-over") not in auditor.get(url("")).content.decode()
    assert auditor.get(url("-take-over")).status_code == 404
    assert auditor.post(url("-take-over"), typed(taker="me")).status_code == 409


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("show", "number"), [("", 4), ("mine", 4), ("waiting", 0), ("doubtful", 0), ("spare", 2), ("x", 4)]
)
def test_the_list_is_narrowed(scene: Kettles, show: str, number: int) -> None:
    kettles.buy(scene, 2)
    address = reverse("office-test-samples", args=[scene.project.pk])
    page = signed_in(scene, "leader").get(address, {"show": show}).context["page"]
    assert page.total == number


@pytest.mark.both_databases
def test_lists_take_a_fixed_number_of_queries(scene: Kettles, django_assert_max_num_queries: Any) -> None:
    for number in range(2, 9):
        kettles.buy(scene, number)
    leader = signed_in(scene, "leader")
    for name in ("samples", "labels", "hand-over"):
        with django_assert_max_num_queries(20):
            assert leader.get(reverse(f"office-test-{name}", args=[scene.project.pk])).status_code == 200
    with django_assert_max_num_queries(40):
        assert leader.get(scene.project.office_url).status_code == 200


def test_colleagues_are_listed_with_where_they_work(scene: Kettles) -> None:
    kettles.buy(scene, 2)
    form = signed_in(scene, "leader").get(url("-hand-over")).context["form"]
    names = dict(form.fields["person"].choices)
    for who in ("helper", "partner"):
        found = account(scene, who)
        where = found.posts.select_related("organisation").get().organisation.short_name
        assert names[str(found.pk)] == f"{found.shown_name} · {where}"
    assert str(account(scene, "leader").pk) not in names


def test_a_sample_with_a_carrier_waits_for_nobodys_word(scene: Kettles) -> None:
    leader = signed_in(scene, "leader")
    sent = leader.post(url("-hand-over"), typed(to_kind="carrier", carrier="演示快递 1234"), follow=True)
    page = sent.content.decode()
    assert "运输途中" in page
    assert "对方确认" not in page
