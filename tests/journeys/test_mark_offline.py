"""A mark verified on a phone with the network off: good ones, and all that are refused."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from huaihai.brands.marks import payload, publishing
from huaihai.brands.marks import verbs as marks_verbs
from huaihai.brands.models import Basis, Entry, KeyRevocation, Mark
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests import people as cast
from huaihai.kit import clock
from huaihai.kit.computed import cache
from huaihai.kit.keyring import key_id_of
from tests.posts import PROGRAM

from .conftest import OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NO_ED25519 = """
    const own = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = (format, key, kind, ...more) =>
        (kind?.name ?? kind) === "Ed25519" ? Promise.reject(new DOMException("", "NotSupportedError"))
            : own(format, key, kind, ...more);
"""
# Waits until the worker keeps what the site says now; only the moment at which its list was made may differ.
LEARNT = """
    async ({keys, body}) => {
        const wanted = JSON.stringify([keys, {...JSON.parse(body), made_at: ""}]);
        for (let tries = 0; tries < 300; tries += 1) {
            const kept = await caches.open("huaihai-marks-1");
            const files = await Promise.all(["keys", "status"].map((name) => kept.match(`/brands/marks/${name}.json`)));
            if (!files.includes(undefined)) {
                const [own, list] = await Promise.all(files.map((file) => file.json()));
                if (JSON.stringify([own, {...JSON.parse(list.body), made_at: ""}]) === wanted) return;
            }
            await new Promise((done) => setTimeout(done, 100));
        }
        throw new Error("the worker does not keep what the site says");
    }
"""
VECTORS = Path(__file__).resolve().parents[2] / "docs/guides/mark-vectors.json"
JUDGED = """
    async ({marks, keys, list}) => {
        const {read, standing, compared, ...own} = globalThis.huaihaiMark;
        const held = await own.list(list, keys);
        return Promise.all(marks.map(async ({text, shop}) => {
            try {
                const said = await read(text, keys);
                return compared(shop ?? "", said.c) === "other" ? "copied" : standing(said, held)[0];
            } catch (error) { return error.code; }
        }));
    }
"""


@dataclass
class Phone:
    """A phone that once opened the check page; then its network goes."""

    page: Page

    def learn(self) -> None:
        """Online: the worker takes the check page, the keys and the list along."""
        self.page.context.set_offline(False)
        self.page.goto("/brands/check/")
        self.page.evaluate("navigator.serviceWorker.ready")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")
        self.wait()
        self.page.context.set_offline(True)

    def wait(self) -> None:
        """Until the worker keeps the keys and the list as they are now."""
        now = {"keys": publishing.published(), "body": publishing.make(clock.now())["body"]}
        self.page.evaluate(LEARNT, now)

    def scan(self, text: str, *, code: str = "") -> str:
        """What the phone says of a mark: its state."""
        self.page.goto(f"/brands/m/{text}/" + (f"?code={code}" if code else ""))
        expect(self.page.locator("#mark-shell[data-done]")).to_be_attached()
        return self.page.locator("[data-mark=verdict]").get_attribute("data-state") or ""


@pytest.fixture
def mark() -> Mark:
    cache.clear()
    at = clock.now()
    people = cast.assemble()
    cast.a_basis(people, at=at)
    entry = cast.an_entry(people, "held", at=at)
    return marks_verbs.issue(entry, by=PROGRAM, at=at)


@pytest.fixture
def phone(open_page: OpenPage, mark: Mark) -> Iterator[Phone]:
    held = Phone(open_page("/brands/check/"))
    # A list that is still under way could be kept after a test changed what stands in it.
    held.wait()
    yield held
    held.page.context.set_offline(False)


def end(mark: Mark, verb: str, who: Who) -> None:
    with moving(mark.entry, verb, who=who, by=PROGRAM, at=clock.now()):
        pass
    cache.clear()


def signed(mark: Mark, **changed: object) -> str:
    """A mark by our own key that says something else."""
    content = replace(marks_verbs.content_of(mark.entry, mark.serial), **changed)  # type: ignore[arg-type]
    return payload.make(content, key_id=publishing.present(), sign=publishing.sign)


def by_another_key(mark: Mark) -> tuple[str, str]:
    other = Ed25519PrivateKey.generate()
    content = marks_verbs.content_of(mark.entry, mark.serial)
    key_id = key_id_of(other.public_key().public_bytes_raw())
    return payload.make(content, key_id=key_id, sign=other.sign), key_id


def test_a_good_mark_is_verified_and_names_its_shop(phone: Phone, mark: Mark) -> None:
    phone.learn()
    assert phone.scan(mark.payload) == "good"
    said = phone.page.inner_text("main")
    for words in ("演示水壶店（鼓楼店）", "徐州鼓楼区演示路 1 号", mark.number):
        assert words in said
    assert phone.page.locator("[data-mark=age]").inner_text()
    expect(phone.page.locator("[data-mark=question]")).to_be_visible()


def test_without_ed25519_in_the_browser_the_library_verifies(phone: Phone, mark: Mark) -> None:
    phone.learn()
    phone.page.add_init_script(NO_ED25519)
    assert phone.scan(mark.payload) == "good"
    assert phone.scan(mark.payload[:-30] + mark.payload[-29:] + "A") in ("forged", "not-a-mark")
    parts = mark.payload.split(".")
    changed = payload.encoded(payload.decoded(parts[1]).replace("水壶".encode(), "茶壶".encode()))
    assert phone.scan(".".join((parts[0], changed, *parts[2:]))) == "forged"


def test_forged_marks_are_refused(phone: Phone, mark: Mark) -> None:
    phone.learn()
    parts = mark.payload.split(".")
    changed = payload.encoded(payload.decoded(parts[1]).replace("水壶".encode(), "茶壶".encode()))
    other, key_id = by_another_key(mark)
    for text, state in (
        (".".join((parts[0], changed, *parts[2:])), "forged"),
        (".".join((*parts[:3], "A" * 86)), "forged"),
        (other, "unknown-key"),
        (other.replace(key_id, publishing.present()), "forged"),
        (mark.payload[:-1], "not-a-mark"),
        ("HH1", "not-a-mark"),
        ("%E0%A4%A", "not-a-mark"),
        ("x" * 2000, "not-a-mark"),
    ):
        assert phone.scan(text) == state


def test_a_mark_copied_to_another_shop_is_refused(phone: Phone, mark: Mark) -> None:
    phone.learn()
    assert phone.scan(mark.payload) == "good"
    phone.page.fill("#shop-code", "91320300 MA1NABCD7M")
    phone.page.click("form:has(#shop-code) button")
    expect(phone.page.locator("[data-state=copied]")).to_be_visible()
    expect(phone.page.locator("[data-mark=question]")).to_be_hidden()
    assert phone.scan(mark.payload, code="est1x7") == "good"
    expect(phone.page.locator("[data-mark=fits]")).to_be_visible()


def test_a_mistyped_code_accuses_nobody_and_what_cannot_be_compared_is_not_asked(
    phone: Phone, mark: Mark
) -> None:
    phone.learn()
    for code in ("123", "91320300MA1NABCD7X"):
        assert phone.scan(mark.payload, code=code) == "good"
        expect(phone.page.locator("#shop-code-wrong")).to_be_visible()
    assert phone.scan(mark.payload[:-1]) == "not-a-mark"
    expect(phone.page.locator("#shop-code")).to_be_hidden()


def test_pasting_is_forgiving_without_a_network_and_warns_of_other_sites(phone: Phone, mark: Mark) -> None:
    phone.learn()
    spread = mark.payload[:200].replace("HH1.", "hh1．") + " \n" + mark.payload[200:]
    for pasted, state, warns in (
        (spread, "good", False),
        (f"https://evil.example/brands/m/{mark.payload}/", "good", True),
        (f"{phone.page.url.partition('/brands')[0]}/brands/m/{mark.payload}/", "good", False),
        (mark.number, "number", False),
    ):
        phone.page.goto("/brands/check/")
        phone.page.fill("#mark-text", pasted)
        phone.page.click("form:has(#mark-text) button")
        expect(phone.page.locator(f"[data-state={state}]")).to_be_visible()
        expect(phone.page.locator("[data-mark=elsewhere]")).to_be_visible(visible=warns)


def test_what_time_or_the_alliance_has_ended_is_refused(phone: Phone, mark: Mark) -> None:
    old = signed(mark, since=date(2025, 1, 1), until=date(2025, 12, 31))
    later = signed(mark, since=clock.today() + timedelta(20))
    phone.learn()
    assert phone.scan(old) == "expired"
    assert phone.scan(later) == "not-yet"
    end(mark, "suspend", Who.RULE)
    phone.learn()
    assert phone.scan(mark.payload) == "suspended"
    end(mark, "remove", Who.VOTE)
    phone.learn()
    assert phone.scan(mark.payload) == "removed"


def test_a_replaced_mark_is_refused(phone: Phone, mark: Mark) -> None:
    Entry.objects.update(name="演示新名")
    new = marks_verbs.issue(Entry.objects.get(), by=PROGRAM, at=clock.now())
    cache.clear()  # the list that the phone may have asked for when it first came
    phone.learn()
    assert phone.scan(mark.payload) == "replaced"
    assert phone.scan(new.payload) == "good"


def test_a_mark_by_a_revoked_key_is_refused(phone: Phone, mark: Mark) -> None:
    KeyRevocation.objects.create(key_id=mark.key_id, reason="演示", at=clock.now(), by=PROGRAM.key)
    cache.clear()
    phone.learn()
    assert phone.scan(mark.payload) == "key-revoked"


def test_in_the_safe_form_every_mark_means_nothing(phone: Phone, mark: Mark) -> None:
    Basis.objects.update(ended_on=clock.today())
    cache.clear()
    phone.learn()
    assert phone.scan(mark.payload) == "no-basis"
    assert mark.entry.name not in phone.page.inner_text("main")


def test_a_list_that_somebody_changed_is_not_believed(phone: Phone, mark: Mark) -> None:
    end(mark, "remove", Who.VOTE)
    phone.learn()
    phone.page.evaluate(
        "(async () => { const kept = await caches.open('huaihai-marks-1'); const at = '/brands/marks/status.json';"
        " const list = await (await kept.match(at)).json(); list.body = list.body.replace('removed', 'restored');"
        " await kept.put(at, new Response(JSON.stringify(list))); })()"
    )
    # Else the browser's own cache still has the good list, and answers with it for some minutes.
    phone.page.context.new_cdp_session(phone.page).send("Network.clearBrowserCache")
    assert phone.scan(mark.payload) == "no-list"


def test_pasting_works_without_a_network_and_the_network_is_asked_first_when_it_is_back(
    phone: Phone, mark: Mark
) -> None:
    phone.learn()
    phone.page.goto("/brands/check/")
    phone.page.fill("#mark-text", f"https://example.org/brands/m/{mark.payload}/")
    phone.page.click("form:has(#mark-text) button")
    expect(phone.page.locator("[data-state=good]")).to_be_visible()
    phone.page.context.set_offline(False)
    end(mark, "suspend", Who.RULE)
    phone.page.goto(f"/brands/m/{mark.payload}/")
    expect(phone.page.locator("[data-state=suspended]")).to_be_visible()
    expect(phone.page.locator("#mark-shell")).to_have_count(0)


@pytest.mark.parametrize("prepared", ["", NO_ED25519], ids=["own", "library"])
def test_every_vector_of_the_guide_comes_out_in_the_phone(phone: Phone, prepared: str) -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    phone.page.add_init_script(prepared)
    phone.page.clock.set_fixed_time(f"{vectors['on']}T12:00:00+08:00")
    phone.page.goto("/brands/check/")
    wanted = ["forged" if one["state"] == "not-canonical" else one["state"] for one in vectors["marks"]]
    assert phone.page.evaluate(JUDGED, vectors) == wanted


def test_a_photo_of_the_square_is_read_where_the_browser_can(phone: Phone, mark: Mark) -> None:
    """Debian's Chromium cannot read barcodes, so a stand-in reads one thing out of every picture."""
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(drawn, "PNG")
    photo = FilePayload(name="square.png", mimeType="image/png", buffer=drawn.getvalue())
    expect(phone.page.locator("#scan-tools")).to_be_hidden()
    read = f"https://example.org/brands/m/{mark.payload}/"
    phone.page.add_init_script(
        "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code']; }"
        f" async detect() {{ return window.sees === false ? [] : [{{rawValue: {json.dumps(read)}}}]; }} }};"
    )
    phone.page.goto("/brands/check/")
    phone.page.evaluate("window.sees = false")
    phone.page.set_input_files("#mark-photo", photo)
    expect(phone.page.locator("[data-scan=said]")).not_to_be_empty()
    phone.page.evaluate("window.sees = true")
    phone.page.set_input_files("#mark-photo", [])
    phone.page.set_input_files("#mark-photo", photo)
    expect(phone.page.locator("[data-state=good]")).to_be_visible()
