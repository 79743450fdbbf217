"""The form of a text: what is asked first, what is folded; and businesses that nobody has named yet."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from huaihai.businesses.models import Business
from huaihai.education.models import Edition, Publication
from huaihai.education.publications import procedure
from huaihai.education.publications.sheet import TextForm
from huaihai.education.replies import noticing
from huaihai.education.replies import verbs as replies_verbs
from huaihai.education.tests import procedure_cast as scene
from huaihai.education.tests.one_voice_cast import XUZHOU
from huaihai.education.tests.procedure_cast import AT, Cast
from huaihai.kit import clock
from huaihai.record.models import Event
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
WRITING = "office-publication-write"
EMPTY = {"products-TOTAL_FORMS": "1", "products-INITIAL_FORMS": "0", "seen": "0", "publisher": XUZHOU}
FIRST = {
    "warning": ["title", "what", "to_do", "severity", "cities"],
    "tip": ["title", "what", "to_do", "cities"],
    "story": ["title", "body", "cities"],
}
NEEDED = {"warning": {"what", "to_do", "severity", "cities"}, "tip": {"cities"}, "story": {"body"}}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return scene.assemble()


@pytest.fixture
def author(cast: Cast) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    sign_in(client, cast.posts["author"].account)
    return client


@pytest.mark.parametrize("kind", FIRST)
def test_what_is_needed_stands_first_and_is_not_called_optional(cast: Cast, kind: str) -> None:
    with override("en"):
        form = TextForm(kind=kind)

    assert [bound.name for bound in form.first] == FIRST[kind]
    marked = {name for name, field in form.fields.items() if getattr(field, "is_needed", False)}
    assert marked == NEEDED[kind]
    assert all("needed for the review" in str(form.fields[name].label) for name in marked)


@pytest.mark.parametrize("kind", ["warning", "tip", "notice", "story", "announcement"])
def test_every_field_stands_exactly_once(cast: Cast, kind: str) -> None:
    form = TextForm(kind=kind)
    shown = [bound.name for bound in form.first] + [one.name for fold in form.folds for one in fold.fields]

    assert sorted(shown) == sorted(bound.name for bound in form.visible_fields())


def test_a_fold_with_an_error_is_open_and_says_how_much_stands_in_it(author: Client) -> None:
    typed = EMPTY | {
        "title": "电水壶",
        "places": "徐州",
        "period_from": "2026-11-20",
        "period_until": "2026-11-01",
    }
    page = author.post(reverse(WRITING, args=["warning"]), typed | {"do": "save"})

    folds = {fold.name: fold for fold in page.context["form"].folds}
    assert [name for name, fold in folds.items() if fold.is_open] == ["more"]
    assert folds["more"].filled == 3
    assert b"3 filled in" in page.content


def test_what_the_browser_kept_comes_back_with_all_its_products(author: Client) -> None:
    kept = EMPTY | {
        "do": "kept",
        "products-TOTAL_FORMS": "2",
        "title": "两批电水壶",
        "cities": [XUZHOU],
        "products-1-brand": "小熊",
    }
    page = author.post(reverse(WRITING, args=["warning"]), kept)

    form = page.context["form"]
    assert (form["title"].value(), form["cities"].value()) == ("两批电水壶", [XUZHOU])
    assert [row["brand"].value() for row in form.rows] == [None, "小熊"]
    assert not Publication.objects.exists()


def draft(cast: Cast, **said: Any) -> Edition:
    return scene.a_draft(cast, **said)


def with_brand(cast: Cast) -> Edition:
    (product, *_) = scene.WARNING.products
    return draft(cast, products=(scene.replace(product, brand="云海", maker="云海电器有限公司"),))


def test_brands_makers_and_names_of_the_register_are_noticed_until_they_are_named(cast: Cast) -> None:
    registered = Business.objects.create(name="彭城百货大楼", created_at=AT)
    Business.objects.create(name="百货", created_at=AT)  # too short: it stands there by chance
    Business.objects.create(name="别处的商场", created_at=AT)
    edition = with_brand(cast)
    procedure.write(
        edition, scene.text_of(edition, evidence="在彭城百货大楼买到的两批。"), by=cast.author, at=AT
    )

    assert noticing.unheard(edition) == ["云海", "云海电器有限公司", "彭城百货大楼"]

    replies_verbs.name(edition, registered, by=cast.author, at=AT)
    replies_verbs.name(edition, None, called="云海电器有限公司", by=cast.author, at=AT)

    assert noticing.unheard(edition) == []  # the brand is part of the maker's name


def test_a_text_without_such_words_is_handed_in_as_before(cast: Cast, author: Client) -> None:
    edition = draft(cast, products=())
    address = reverse("office-publication-submission", args=[edition.publication_id])

    assert "names_nobody" not in author.get(address).context["form"].fields
    assert author.post(address, {"seen": edition.turn}).status_code == 302


def test_a_text_that_seems_to_name_somebody_goes_to_review_only_after_an_answer(
    cast: Cast, author: Client
) -> None:
    edition = with_brand(cast)
    address = reverse("office-publication-submission", args=[edition.publication_id])
    home = author.get(reverse("office-publication", args=[edition.publication_id])).content.decode()
    assert "云海电器有限公司" in home
    assert "It names nobody." not in home

    refused = author.post(address, {"seen": edition.turn})
    assert refused.status_code == 200
    assert "names_nobody" in refused.context["form"].errors

    assert author.post(address, {"seen": edition.turn, "names_nobody": "on"}).status_code == 302
    edition.refresh_from_db()
    assert edition.stage == "first_review"
    assert Event.objects.filter(verb="edition_submit").get().facts["names_nobody"] is True


@pytest.mark.parametrize("noun", ["review", "signature"])
def test_whoever_reviews_or_signs_reads_the_text_first_with_the_button_in_sight(
    cast: Cast, noun: str
) -> None:
    edition = draft(cast, products=())
    procedure.submit(edition, by=cast.author, at=AT)
    reader = "second"
    if noun == "signature":
        reader = "head"
        for reviewer in cast.reviewers:
            procedure.pass_review(edition, by=reviewer, at=AT)
    client = Client()
    sign_in(client, cast.posts[reader].account)

    page = client.get(reverse(f"office-publication-{noun}", args=[edition.publication_id])).content.decode()

    assert edition.version is not None
    assert page.index(edition.version.what) < page.index('<div class="under"><form')
