"""How a file begins: written down, entrusted, or filed by its consumer, who leaves it, sends it or settles at once."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse

from huaihai.businesses.models import Business
from huaihai.businesses.tests.standing_scene import published
from huaihai.cases.consumer.filing.steps import address
from huaihai.cases.desk.intake_forms import DIFFERENT
from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import hidden, question_at, send, walk
from huaihai.members.actors import Actor
from tests.day.doors import a_note
from tests.day.ground import Played, first_of, shop_at

if TYPE_CHECKING:
    from tests.day.playing import Day

CODE: Final = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
STORY: Final = "买来第三天就漏电，要求退货。"
CONSENTS: Final = {"other_body": "on", "business": "on"}


def register(day: "Day", file: Played) -> None:
    _written_down(day, file, "desk-register", {"origin": "phone"})


def _entrust(day: "Day", file: Played) -> None:
    due_on = (day.at.date() + timedelta(days=40)).isoformat()
    _written_down(
        day, file, "desk-entrust", {"regulator_number": f"市监〔2026〕{file.number}号", "due_on": due_on}
    )


def _written_down(day: "Day", file: Played, page: str, more: dict[str, str]) -> None:
    typed = {
        "key": f"{file.number} {Case.objects.count()}",
        "title": "电热水壶漏电",
        "story": STORY,
        "of_business_name": file.lead.shop.name,
        "of_business_code": file.lead.shop.credit_code,
        "of_business_region_code": file.lead.county.region_code,
        "bought_on": (day.at.date() - timedelta(days=3)).isoformat(),
        "price_fen": "268",
        "remedies": ["refund"],
        "asked_fen": "268.00",
        "name": f"消费者{file.number}（测试）",
        "phone": file.phone,
        "consumer_at": file.home.city.region_code,
        "consents": ["other_body", "business"],
    }
    known = set(Case.objects.values_list("pk", flat=True))
    officer = day.signed_in(first_of(file.home.city.key))
    answer = officer.post(reverse(page), typed | more)
    if answer.status_code != 302:  # others of the same shop are shown: this is another matter
        shown = answer.context["alike_shown"]
        answer = officer.post(reverse(page), typed | more | {"alike": DIFFERENT, "alike_shown": shown})
    assert answer.status_code == 302, answer.context["form"].errors
    file.code = _code_on(officer.get(answer.url))
    file.case = Case.objects.exclude(pk__in=known).get()


def _start(day: "Day", file: Played) -> None:
    known = set(Case.objects.values_list("pk", flat=True))
    browser = day.consumer(file)
    if "settle_at_once" in file.course.steps:
        file.lead = replace(file.lead, shop=_with_an_offer(day, file))
        place = file.lead.shop.places.get()
        start = question_at(browser.post(reverse("file-at-place", args=[place.pk])).url)
        walk(browser, _answers(file, day.at.date(), short=True), start=start, until="offers")
    else:
        walk(browser, _answers(file, day.at.date()), until="check")
    file.case = Case.objects.exclude(pk__in=known).get()


def _with_an_offer(day: "Day", file: Played) -> Business:
    """Another shop there, which says what it gives at once."""
    shop, owner = shop_at(file.lead.county, 50 + file.number % 50, day.begins)
    published(shop, Actor.business(owner, {shop.pk}), day.begins)
    return shop


def _submit(day: "Day", file: Played) -> None:
    _goes_away(day, file, send(day.consumer(file), "check", {}))


def _goes_away(day: "Day", file: Played, answer: Any) -> None:
    """With the receipt, and comes back with number and code, as on another day."""
    assert answer.status_code == 302, answer.text[-2000:]
    file.code = _code_on(day.consumer(file).get(answer.url))
    del day.browsers[f"consumer {file.number}"]


def _settle_at_once(day: "Day", file: Played) -> None:
    browser = day.consumer(file)
    page = browser.get(address("offers"))
    chosen = re.search(r'name="take" value="([^"]+)"', page.text)
    assert chosen is not None, file.course.name
    browser.post(address("offers"), hidden(page) | {"take": chosen[1]})
    walk(browser, _answers(file, day.at.date(), short=True), start="home", until="settlement")
    _goes_away(day, file, send(browser, "settlement", CONSENTS))


def _draft_evidence(day: "Day", file: Played) -> None:
    browser = day.consumer(file)
    page = browser.get(address("photos"))
    answer = browser.post(address("photos"), hidden(page) | {"upload": a_note()})
    assert answer.status_code in (200, 302), file.course.name
    assert file.case.evidence.count() == 1


def _discard(day: "Day", file: Played) -> None:
    assert day.consumer(file).post(reverse("file-drop", args=[file.case.pk])).status_code == 302


def _code_on(page: Any) -> str:
    """Of the receipt."""
    found = CODE.search(page.text)
    assert found is not None, page.text[-2000:]
    return found[0]


def _answers(file: Played, today: date, *, short: bool = False) -> dict[str, dict[str, Any]]:
    """To each question of the filing; at a poster fewer are asked."""
    bought_on, shop = (today - timedelta(days=3)).isoformat(), file.lead.shop
    return {
        "story": {"story": STORY},
        "goods": {"picture": "travel" if short else "devices"},
        "kind": {"category": "S08"},
        "wrong": {"nature": "N03" if short else "N01"},
        "where": {"bought": "offline"},
        "shop": {"name": shop.name, "code": shop.credit_code},
        "city": {"place": file.lead.city.region_code},
        "county": {"part": file.lead.county.region_code},
        "paid": {"price_fen": "268", "bought_on": bought_on}
        | ({} if short else {"received_goods_on": bought_on}),
        "remedies": {"remedies": ["return", "refund"], "asked_fen": "268.00"},
        "home": {"place": file.home.city.region_code},
        "contact": {"name": f"消费者{file.number}（测试）", "phone": file.phone},
    }


BEGIN: Final[dict[str, Callable[["Day", Played], None]]] = {
    "start": _start,
    "register": register,
    "entrust": _entrust,
    "submit": _submit,
    "settle_at_once": _settle_at_once,
    "discard": _discard,
    "add_evidence@draft": _draft_evidence,
}
