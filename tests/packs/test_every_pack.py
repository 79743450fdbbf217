"""Three alliances of one country run from their packs alone: public pages, a complaint filed up to its number, and no
word of another alliance."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.alliance import Alliance
from huaihai.cases.consumer.filing.steps import address
from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import hidden, walk
from huaihai.front import starting
from huaihai.packs import DEFAULT_COUNTRY, country_of
from tests.packs.walked import PAGES
from tests.posts import post_at

ROOT: Final = Path(__file__).resolve().parents[2]
PACKS: Final = {
    folder.name: folder
    for folder in (*(ROOT / "alliances").iterdir(), *(ROOT / "tests" / "alliances").iterdir())
    if (folder / "pack.toml").exists() and country_of(folder) == DEFAULT_COUNTRY
}
TAG: Final = re.compile(r"<[^>]+>")

pytestmark = pytest.mark.django_db


@pytest.fixture(params=sorted(PACKS))
def ours(request: pytest.FixtureRequest, start: Callable[[Path], Alliance]) -> Alliance:
    return start(PACKS[request.param])


def words_of_others(ours: Alliance) -> set[str]:
    """Names that no page of this alliance may say."""
    others = [alliance.load(folder) for folder in PACKS.values() if folder != ours.folder]
    names = {
        name
        for other in others
        for name in (
            *(other.name, other.short_name, other.platform_name, other.platform_name_en, other.look.seal),
            *(city.name for city in other.cities),
        )
    }
    return names | ({"Huaihai", "huaihai consumer"} if ours.key != "huaihai" else set())


def test_its_pages_are_its_own(ours: Alliance, client: Client) -> None:
    starting.load_texts()
    starting.load_lessons()
    foreign = words_of_others(ours)
    pages = [reverse(name) for name in (*PAGES, "look-seal")] + [
        reverse("body", args=[city.code]) for city in ours.cities
    ]
    for language in ("zh-hans", "en"):
        client.cookies["language"] = language
        for url in pages:
            page = client.get(url, follow=True)
            assert page.status_code == 200, url
            assert not [word for word in foreign if word in page.text], (url, language)
    client.cookies["language"] = "zh-hans"
    home, bodies = client.get("/").text, client.get(reverse("bodies")).text
    assert ours.platform_name in home
    assert all(city.name in home and city.name in bodies for city in ours.cities)
    county = ours.cities[0].counties[0].name
    assert county in client.get(reverse("body", args=[ours.cities[0].code])).text


def test_its_look_is_its_own(ours: Alliance, client: Client) -> None:
    home, seal = client.get("/").text, client.get(reverse("look-seal")).text
    assert all(f">{char}</text>" in page for char in ours.look.seal for page in (home, seal))
    assert (reverse("look-colour") in home) == bool(ours.look.accent)
    assert ours.look.accent in client.get(reverse("look-colour")).text
    assert client.get("/favicon.ico", follow=True).status_code == 200


def test_a_complaint_gets_a_number_and_the_terms_of_its_alliance(ours: Alliance, client: Client) -> None:
    home, lead = ours.cities[0], ours.cities[-1]
    for city in (home, lead):
        post_at(f"city:{city.code}", username=f"officer-{city.code}")
    answers = {
        "where": {"bought": "offline"},
        "shop": {"name": "水壶店（演示）"},
        "city": {"place": lead.code},
        "county": {"part": next(one.code for one in lead.counties if one.official)},
        "home": {"place": home.code},
    }
    walk(client, answers)
    check = client.get(address("check"))
    assert home.body_short in check.text
    receipt = client.get(client.post(address("check"), hidden(check)).url)
    case = Case.objects.exclude(number="").get()
    assert case.number in receipt.text
    assert case.number.startswith(home.code[:4])
    assert case.home.name == home.body_name
    assert not [word for word in words_of_others(ours) if word in TAG.sub("", receipt.text)]
