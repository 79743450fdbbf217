"""Number and code, typed where the complaint was, open it where it is now; nothing else does."""

import html
import json
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import numbers
from huaihai.cases.models import Case, CityMove, MovedCase
from huaihai.cases.moved import pages, statements, verbs
from huaihai.kit import brakes, keyring, signing
from huaihai.kit.keyring import Keyring
from huaihai.kit.refusals import Refusal
from huaihai.record import events
from tests import cast
from tests.cast import Receipt

pytestmark = pytest.mark.django_db
OLD, NEW = "https://old.example", "https://new.example"
ROOT = "ab" * 32


@dataclass
class Two:
    """One database that plays both installations, one after the other: who asks has these keys."""

    settings: Any
    here: Keyring
    there: Keyring
    receipt: Receipt

    def at_old(self) -> Client:
        """Where it was, nothing of it is left but what leads on."""
        self.settings.KEYRING, self.settings.SITE_URL = self.here, OLD
        Case.objects.filter(pk=self.receipt.case.pk).update(number="gone")
        return Client()

    def at_new(self) -> Client:
        self.settings.KEYRING, self.settings.SITE_URL = self.there, NEW
        Case.objects.filter(pk=self.receipt.case.pk).update(number=self.receipt.number)
        return Client(enforce_csrf_checks=True)

    def typed_at_old(self, code: str = "") -> dict[str, str]:
        page = self.at_old().post(
            reverse("track"), {"number": self.receipt.number, "code": code or self.receipt.code}
        )
        return form_of(page.text)

    def opened_at_new(self, form: dict[str, str], client: Client | None = None) -> Any:
        browser = client or self.at_new()
        return browser.post(reverse("moved"), form, headers={"Origin": "null"})


def form_of(page: str) -> dict[str, str]:
    form = page[page.index(f'action="{NEW}/moved/"') :]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def two(tuesday: None, settings: Any, tmp_path: Path) -> Two:
    cast.assemble()
    here: Keyring = settings.KEYRING
    other = keyring.load_or_create(tmp_path / "keys")
    there = replace(
        here,
        receipts=other.receipts,
        signature_key=other.signature_key,
        signature_current=other.signature_current,
        signature_public=other.signature_public,
        file=None,
    )
    receipt = cast.filed()
    at = cast.TUESDAY
    went = verbs.note(
        city=cast.HOME,
        is_here=False,
        title="徐州自己的平台",
        address=NEW,
        keys=there.signature_public,
        key_id=there.signature_current,
        root=ROOT,
        at=at,
    )
    was = Case.objects.get(pk=receipt.case.pk).receipt_hash
    assert verbs.keep(went, [(receipt.number, was), ("", was), ("3203-2026-000000-0", "")]) == 1
    brakes.forget()
    return Two(settings, here, there, receipt)


@pytest.mark.both_databases
def test_number_and_code_lead_on_and_open_it_there_once_and_then_directly(two: Two) -> None:
    page = two.at_old().post(reverse("track"), {"number": two.receipt.number, "code": two.receipt.code})
    form = form_of(page.text)
    came(two)
    answer = two.opened_at_new(form)

    assert answer.status_code == 302
    assert two.receipt.code not in answer.headers["Location"] + str(answer.cookies)
    browser = answer.client
    assert browser.get(answer.headers["Location"]).headers["Location"] == reverse(
        "my-case", args=[two.receipt.case.pk]
    )
    page = browser.get(reverse("my-case", args=[two.receipt.case.pk]))
    assert two.receipt.number in page.text
    assert "您用原来的编号和查询码，在这里打开了投诉" in page.text
    direct = Client().post(reverse("track"), {"number": two.receipt.number, "code": two.receipt.code})
    assert direct.status_code == 302
    assert events.history(two.receipt.case.record_key).last().verb == verbs.CARRIED  # type: ignore[union-attr]


def came(two: Two) -> CityMove:
    """From now on the database is that of the new installation."""
    CityMove.objects.all().delete()
    return verbs.note(
        city=cast.HOME,
        is_here=True,
        title="淮海",
        address=OLD,
        keys=two.here.signature_public,
        key_id=two.here.signature_current,
        root=ROOT,
        at=cast.TUESDAY,
    )


def test_the_page_may_send_to_that_one_site_alone_and_is_kept_by_nobody(two: Two) -> None:
    page = two.at_old().post(reverse("track"), {"number": two.receipt.number, "code": two.receipt.code})

    policy = page.headers["Content-Security-Policy"]
    assert f"form-action {NEW};" in f"{policy};"
    assert "csrfmiddlewaretoken" not in page.text[page.text.index(f'action="{NEW}') :].partition("</form>")[0]
    assert "no-store" in page.headers["Cache-Control"]
    assert "form-action 'self'" in two.at_old().get(reverse("track")).headers["Content-Security-Policy"]


def test_a_wrong_code_leads_nowhere_and_what_is_kept_names_nobody(two: Two) -> None:
    page = two.at_old().post(reverse("track"), {"number": two.receipt.number, "code": "AAAA-AAAA-AA"})

    assert f'action="{NEW}' not in page.text
    assert NEW in page.text  # whoever lost the code finds the way
    kept = json.dumps(list(MovedCase.objects.values_list("fingerprint", flat=True)))
    assert two.receipt.number not in kept
    assert cast.PHONE not in kept


def spoiled(form: dict[str, str], **changes: Any) -> dict[str, str]:
    held = json.loads(form["statement"])
    held["content"] |= changes
    return {**form, "statement": json.dumps(held)}


def test_a_statement_counts_once(two: Two) -> None:
    form = two.typed_at_old()
    came(two)

    assert two.opened_at_new(form).status_code == 302
    again = two.opened_at_new(form)
    assert again.status_code == 403
    assert "用过" in again.text


def test_a_forged_one_opens_nothing(two: Two) -> None:
    form = two.typed_at_old()
    came(two)

    assert two.opened_at_new(spoiled(form, until=int(time.time()) + 900)).status_code == 403
    own = replace_signature(two, form)
    assert two.opened_at_new(own).status_code == 403
    assert two.opened_at_new(form).status_code == 302


def replace_signature(two: Two, form: dict[str, str]) -> dict[str, str]:
    """Signed by somebody else than the installation from which the city came."""
    two.settings.KEYRING = two.there
    content = json.loads(form["statement"])["content"]
    signed = signing.sign(signing.canonical(content))
    return {
        **form,
        "statement": json.dumps(
            {"content": content, "signature": {"key_id": signed.key_id, "value": signed.value}}
        ),
    }


def test_one_that_is_too_old_opens_nothing(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    form = two.typed_at_old()
    came(two)
    later = time.time() + statements.GOOD_FOR + 1
    monkeypatch.setattr(verbs.time, "time", lambda: later)

    answer = two.opened_at_new(form)
    assert (answer.status_code, "过期" in answer.text) == (403, True)


def test_one_of_another_complaint_or_code_opens_nothing(two: Two) -> None:
    form = two.typed_at_old()
    came(two)
    two.at_new()
    other = cast.filed()

    for changed in (
        {"number": other.number},
        {"code": other.code},
        {"number": other.number, "code": other.code},
    ):
        assert two.opened_at_new({**form, **changed}).status_code == 403
    assert two.opened_at_new(form).status_code == 302


def test_one_for_another_site_opens_nothing(two: Two, tmp_path: Path) -> None:
    form = two.typed_at_old()
    came(two)
    third = keyring.load_or_create(tmp_path / "third")
    browser = two.at_new()
    two.settings.KEYRING = replace(two.there, signature_public=third.signature_public)

    answer = two.opened_at_new(form, browser)
    assert (answer.status_code, "别的网站" in answer.text) == (403, True)


def test_a_code_that_was_replaced_there_opens_nothing_any_more(two: Two) -> None:
    form = two.typed_at_old()
    came(two)
    two.at_new()
    Case.objects.filter(pk=two.receipt.case.pk).update(
        receipt_hash=numbers.receipt_fingerprint("AAAA-AAAA-AA")
    )

    assert two.opened_at_new(form).status_code == 403


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"content": 3, "signature": 4}', "x" * 9_000, "[" * 3_999]
)
def test_what_is_no_statement_is_refused_in_words(two: Two, text: str) -> None:
    form = {"number": two.receipt.number, "code": two.receipt.code, "statement": text}

    answer = two.opened_at_new(form)
    assert (answer.status_code, "不完整" in answer.text) == (403, True)


def test_whoever_hammers_is_braked(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "A_NETWORK", replace(pages.A_NETWORK, name="moved-few", most=2))

    answers = [two.opened_at_new({"number": two.receipt.number}).status_code for _try in range(3)]
    assert answers == [403, 403, 429]


def test_the_session_that_a_browser_has_there_goes_on(two: Two) -> None:
    form = two.typed_at_old()
    came(two)
    browser = two.at_new()
    session = browser.session
    session["kept"] = "something"
    session.save()
    stranger = Client(enforce_csrf_checks=True)  # a post from elsewhere brings no cookie along
    arrived = two.opened_at_new(form, stranger)
    assert "sessionid" not in {name for name in arrived.cookies if arrived.cookies[name].value}
    browser.cookies[pages.OPENED] = arrived.cookies[pages.OPENED].value

    assert browser.get(reverse("moved-opened")).headers["Location"] == reverse(
        "my-case", args=[two.receipt.case.pk]
    )
    assert browser.session["kept"] == "something"


def test_nobody_comes_in_by_a_cookie_of_their_own(two: Two) -> None:
    browser = two.at_new()
    browser.cookies[pages.OPENED] = f"{two.receipt.case.pk}:{two.receipt.case.receipt_hash[:16]}"

    assert browser.get(reverse("moved-opened")).headers["Location"] == reverse("track")


@pytest.mark.parametrize(
    "address", ["", "new.example", "javascript:alert(1)", "http://new.example", f"{NEW}'; script-src *"]
)
def test_what_is_no_address_is_not_noted(two: Two, address: str) -> None:
    with pytest.raises(Refusal):
        verbs.note(
            city=cast.HOME,
            is_here=False,
            title="x",
            address=address,
            keys=two.there.signature_public,
            key_id=two.there.signature_current,
            root="cd" * 32,
            at=cast.TUESDAY,
        )
