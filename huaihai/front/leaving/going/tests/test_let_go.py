"""A city goes; nothing goes that did not arrive, and the record fits afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from huaihai import alliance, cli
from huaihai.cases.models import Case, CityMove, MovedCase
from huaihai.front.leaving import running, words
from huaihai.front.leaving.going import deleting, letting_go, proof, receipts
from huaihai.front.leaving.going.letting_go import NotNow
from huaihai.front.leaving.going.receipts import NoReceipt
from huaihai.front.leaving.going.tests import planting
from huaihai.front.leaving.going.tests.conftest import PROGRAM, THERE, Place
from huaihai.front.leaving.going.tests.planting import made
from huaihai.kit import keyring
from huaihai.members import directory
from huaihai.members.models import Account, Organisation, Post, Role
from huaihai.record import due
from huaihai.record.log import sequencing
from huaihai.record.models import DepartedChain, Event, LogLeaf
from huaihai.record.verify import whole
from tests import cast as people
from tests import posts
from tests.cast import COUNTY, HOME, LEAD, TUESDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def findings() -> list[str]:
    sequencing.sequence_all()
    return [str(one) for one in whole.findings(whole.prepare([], [], with_keys=True))]


def test_all_of_it_goes_and_the_record_fits(place: Place, members: Cast) -> None:
    posts.post_at(f"city:{HOME}", Role.SYSTEM_ADMIN, username="keeps-accounts")
    gone_case = people.filed(consumer_at=HOME, stated_business={"name": "本地店", "region_code": HOME})
    receipt = place.ready(HOME)
    assert findings() == []

    gone = letting_go.let_go(receipt, at=TUESDAY)

    assert gone.before["cases.Case"] == 1
    assert (gone.after, gone.needed) == ({}, {})
    assert not Case.objects.exists()
    assert not Account.objects.filter(username__in=["wang", "keeps-accounts"]).exists()
    assert not Post.objects.filter(organisation__key=f"city:{HOME}").exists()
    assert not Authenticator.objects.filter(user__username__startswith="left-").exists()
    assert Account.objects.get(pk=members.accounts["zhao"].pk).is_active
    body = Organisation.objects.get(key=f"city:{HOME}")
    assert (body.phone, body.closed_on) == ("", TUESDAY.date())
    assert gone.keys
    assert not set(gone.keys) & set(place.settings.KEYRING.opening)
    assert HOME not in keyring.load_or_create(place.settings.VAR).cities
    assert findings() == []
    # whoever comes with number and code is led on
    page = Client().post(reverse("track"), {"number": gone_case.number, "code": gone_case.code})
    assert f'action="{THERE}/moved/"' in page.text


@contextmanager
def stopping(monkeypatch: pytest.MonkeyPatch, *, before: str) -> Iterator[None]:
    """A block in which a run is stopped before rows of this table go."""
    those = deleting.Deleting.those

    def stops(held: Any, model: Any, keys: Any) -> None:
        if model._meta.label == before:
            raise KeyboardInterrupt
        those(held, model, keys)

    with monkeypatch.context() as patch:
        patch.setattr(deleting.Deleting, "those", stops)
        yield


def test_a_run_that_was_stopped_goes_on(place: Place, members: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    people.filed(consumer_at=HOME)
    receipt = place.ready(HOME)
    with stopping(monkeypatch, before="cases.Case"), pytest.raises(KeyboardInterrupt):
        letting_go.let_go(receipt, at=TUESDAY)
    gone = letting_go.let_go(receipt, at=TUESDAY + timedelta(hours=1))

    assert gone.before["cases.Case"] == 1
    assert gone.after == {}
    assert Event.objects.filter(verb="city let go").count() == 1
    assert findings() == []
    again = letting_go.let_go(receipt, at=TUESDAY + timedelta(hours=2))
    assert again == gone


def test_a_member_does_not_go(place: Place, members: Cast) -> None:
    place.archived(HOME)

    with pytest.raises(NotNow, match="still a member"):
        letting_go.let_go(receipts.read(place.receipt(HOME)), at=TUESDAY)


def test_what_changed_since_the_archive_stays(place: Place, members: Cast) -> None:
    people.filed(consumer_at=HOME)
    receipt = place.ready(HOME)
    late = people.filed(consumer_at=HOME)

    with pytest.raises(NotNow, match="changed here"):
        letting_go.let_go(receipt, at=TUESDAY)
    assert Case.objects.filter(pk=late.case.pk).exists()
    assert not CityMove.objects.exists()


def test_only_the_place_for_which_it_was_made_signs_for_it(place: Place, members: Cast) -> None:
    place.ready(HOME)
    good = place.receipt(HOME)
    own, place.there = place.there, place.settings.KEYRING
    with pytest.raises(NoReceipt, match="not signed"):
        receipts.read(place.receipt(HOME))
    place.there = own
    for bad in (good.replace(HOME.encode(), LEAD.encode()), good.replace(b"new.example", b"evil.example")):
        with pytest.raises(NoReceipt):
            receipts.read(bad)
    with pytest.raises(NoReceipt, match="no archive"):
        receipts.read(place.receipt(HOME, root="0" * 64))
    for nothing in (b"", b"[]", b"{}", b'{"content": 1, "signature": 2}'):
        with pytest.raises(NoReceipt):
            receipts.read(nothing)
    assert receipts.read(good).city == HOME


@pytest.fixture
def departed(place: Place, members: Cast) -> None:
    """Home is gone; a case of the other city is here."""
    people.filed(consumer_at=HOME)
    people.filed(consumer_at=LEAD, stated_business={"name": "那边的店", "region_code": LEAD})
    letting_go.let_go(place.ready(HOME), at=TUESDAY)
    assert findings() == []


def test_what_is_taken_out_of_the_record_beside_the_departure_is_found(departed: None) -> None:
    subject = Case.objects.get().record_key
    Event.objects.filter(subject=subject).delete()

    assert any(one.startswith(subject) and "总账上有" in one for one in findings())


def test_nobody_adds_to_what_departed(departed: None) -> None:
    case = Case.objects.get()
    some = DepartedChain.objects.first()
    assert some is not None
    leaves = LogLeaf.objects.filter(subject=case.record_key).count()
    with transaction.atomic():
        Event.objects.filter(subject=case.record_key).delete()
        DepartedChain.objects.create(subject=case.record_key, root=some.root, leaves=leaves)

    assert any(case.record_key in one for one in findings())


def test_a_leaf_that_was_changed_is_found_among_those_that_stay(departed: None) -> None:
    leaf = LogLeaf.objects.filter(subject__in=DepartedChain.objects.values("subject")).first()
    assert leaf is not None
    LogLeaf.objects.filter(pk=leaf.pk).update(event_hash="f" * 64)

    assert findings()


def test_the_proof_holds_as_long_as_nothing_comes_back(place: Place, members: Cast) -> None:
    people.filed(consumer_at=HOME)
    receipt = place.ready(HOME)
    data = proof.made(letting_go.let_go(receipt, at=TUESDAY), receipt)

    content = proof.check(data)
    assert content["tables"]["cases.Case"] == {"before": 1, "after": 0}
    assert content["archive_root"] == receipt.root
    assert content["kept"]
    with pytest.raises(proof.NotProven, match="signature"):
        proof.check(data.replace(b'"before": 1', b'"before": 2'))
    people.filed(consumer_at=HOME)
    with pytest.raises(proof.NotProven, match="are here"):
        proof.check(data)


def test_what_leads_on_names_nobody(place: Place, members: Cast) -> None:
    receipt = people.filed(consumer_at=HOME)
    letting_go.let_go(place.ready(HOME), at=TUESDAY)

    kept = str(list(MovedCase.objects.values())) + str(list(CityMove.objects.values()))
    for text in (receipt.number, receipt.code, people.PHONE, "Li (test)"):
        assert text not in kept


def test_a_county_goes_with_its_city(place: Place, members: Cast) -> None:
    letting_go.let_go(place.ready(LEAD), at=TUESDAY)

    assert not Account.objects.filter(username__in=["zhao", "qian"]).exists()
    assert Organisation.objects.get(key=f"county:{COUNTY}").closed_on


def test_the_doctor_says_that_the_pack_still_has_the_city(place: Place, members: Cast) -> None:
    receipt = place.ready(HOME)
    assert (letting_go.still_in_pack(), letting_go.on_their_way()) == ((), ())

    letting_go.let_go(receipt, at=TUESDAY)

    assert (letting_go.still_in_pack(), letting_go.on_their_way()) == ((HOME,), ())


def test_the_next_start_does_not_open_it_again(place: Place, members: Cast) -> None:
    letting_go.let_go(place.ready(HOME), at=TUESDAY)

    directory.load(alliance.load(), by=PROGRAM, at=TUESDAY)

    body = Organisation.objects.get(key=f"city:{HOME}")
    assert (body.phone, body.closed_on) == ("", TUESDAY.date())
    assert findings() == []


def test_nothing_fails_in_the_nights_after(place: Place, members: Cast) -> None:
    people.filed(consumer_at=HOME)
    people.filed(consumer_at=LEAD)
    assert due.fall_due(at=TUESDAY + timedelta(days=1), brake=None).acts > 0

    letting_go.let_go(place.ready(HOME), at=TUESDAY + timedelta(days=1))

    assert due.fall_due(at=TUESDAY + timedelta(days=2), brake=None).acts > 0


def test_books_of_another_citys_fund_keep_their_sums_and_nobody(place: Place, members: Cast) -> None:
    receipt = people.filed(consumer_at=HOME, stated_business={"name": "本地店", "region_code": HOME})
    fund = made("compensation.Fund", body=members.lead, owner_type="pool")
    terms = made("compensation.FundTerms", fund=fund)
    claim = made("compensation.Claim", case=receipt.case, fund=fund, terms=terms, asked_fen=26_800)
    sequencing.sequence_all()

    gone = letting_go.let_go(place.ready(HOME), at=TUESDAY)

    claim.refresh_from_db()
    case = Case.objects.get(pk=receipt.case.pk)
    assert gone.needed == {}
    assert (case.story, case.receipt_hash, case.complainant.phone) == ("", "", "")
    page = Client().post(reverse("track"), {"number": receipt.number, "code": receipt.code})
    assert f'action="{THERE}/moved/"' in page.text


def stored(place: Place) -> int:
    folders = [Path(place.settings.FILES, name) for name in ("originals", "derivatives")]
    return sum(path.is_file() for folder in folders for path in folder.rglob("*"))


@pytest.mark.parametrize("stops", [(), ("cases.Evidence", "cases.Case"), ("cases.Case", "cases.Case")])
def test_the_proof_counts_what_went_however_often_it_was_stopped(
    place: Place, members: Cast, monkeypatch: pytest.MonkeyPatch, stops: tuple[str, ...]
) -> None:
    planting.plant(members, HOME)
    receipt, before = place.ready(HOME), stored(place)
    assert before
    for table in stops:
        with stopping(monkeypatch, before=table), pytest.raises(KeyboardInterrupt):
            letting_go.let_go(receipt, at=TUESDAY)

    gone = letting_go.let_go(receipt, at=TUESDAY)
    data = proof.made(gone, receipt)

    assert gone.files == before - stored(place)
    assert (gone.after, gone.accounts) == ({}, 1)
    assert len(gone.keys) == 1
    again = letting_go.let_go(receipt, at=TUESDAY + timedelta(days=3))
    assert (again.is_new, proof.made(again, receipt)) == (False, data)


def test_the_page_to_print_speaks_of_no_table_and_its_hashes_can_be_copied(
    place: Place, members: Cast
) -> None:
    people.filed(consumer_at=HOME)
    receipt = place.ready(HOME)
    gone = letting_go.let_go(receipt, at=TUESDAY)

    pages = PdfReader(BytesIO(proof.page(proof.made(gone, receipt)))).pages
    text = "".join(page.extract_text() for page in pages)

    assert receipt.root in text
    assert receipt.sha256 in text
    assert "cases." not in text
    assert gone.keys[0] not in text


def test_every_table_that_goes_has_a_word_of_people() -> None:
    goes = [line.model._meta for line in words.lines().values() if line.word == words.GOES]
    assert [one.label for one in goes if not {one.label, one.app_label} & proof.GROUPS.keys()] == []


def test_what_is_typed_when_it_is_gone_already(
    place: Place, members: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(letting_go, "wipe", lambda: None)  # not within a transaction
    people.filed(consumer_at=HOME)
    place.ready(HOME)
    given, made = place.folder / "receipt.json", place.folder / "proof.json"
    given.write_bytes(place.receipt(HOME))

    def typed(target: Path) -> tuple[int, str]:
        code = cli.main(["let-go", HOME, "--receipt", str(given), "--proof", str(target), "--yes"])
        said = capsys.readouterr()
        return code, said.out + said.err

    code, said = typed(place.folder / "nowhere" / "proof.json")
    assert (code, "什么也没有变" in said) == (2, True), said
    assert not CityMove.objects.exists()
    with running.alone():
        code, said = typed(made)
    assert (code, "正在进行" in said) == (2, True), said
    with stopping(monkeypatch, before="cases.Case"):
        code, said = typed(made)
    assert (code, "再运行一次" in said) == (130, True), said
    code, said = typed(made)
    assert (code, f"已删除徐州（{HOME}）" in said) == (0, True), said
    first = made.read_bytes()
    code, said = typed(made)
    assert (code, "以前已经删除过" in said, "行" in said) == (0, True, False), said
    assert made.read_bytes() == first
