"""Lists kept under a name: whose they are, how many, what of an address they keep."""

import pytest
from django.http import QueryDict
from django.test import Client

from huaihai.desk import saved
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Role, SavedView
from tests import posts

pytestmark = [pytest.mark.django_db, pytest.mark.urls("huaihai.desk.tests.plain_list")]
PLACE = "/bodies/"


@pytest.fixture
def wang() -> Actor:
    posts.load_alliance()
    return posts.officer_of("city:320300")


def keep(
    by: Actor, name: str = "Branches", query: str = "kind=branch", *, is_shared: bool = False
) -> SavedView:
    return saved.keep(place=PLACE, name=name, query=query, is_shared=is_shared, by=by)


def seen(by: Actor) -> list[str]:
    return [one.view.name for one in saved.shown(by, PLACE, "")]


def test_an_own_view_is_seen_by_one_a_shared_one_by_the_body(wang: Actor) -> None:
    colleague = Actor.officer(posts.post_at("city:320300", username="colleague"))
    elsewhere = posts.officer_of("city:411400")
    keep(wang, "Own")
    keep(wang, "Ours", is_shared=True)
    assert (seen(wang), seen(colleague), seen(elsewhere)) == (["Own", "Ours"], ["Ours"], [])
    assert seen(Actor.public()) == []
    assert [one.view.name for one in saved.shown(wang, "/other/", "")] == []


def test_the_same_name_is_replaced_and_a_colleagues_is_not(wang: Actor) -> None:
    colleague = Actor.officer(posts.post_at("city:320300", username="colleague"))
    head = Actor.officer(posts.post_at("city:320300", Role.HEAD))
    keep(wang, is_shared=True)
    keep(wang, query="end=3", is_shared=True)
    with pytest.raises(Unfit):
        keep(colleague, is_shared=True)
    keep(head, query="end=4", is_shared=True)
    assert [view.query for view in SavedView.objects.all()] == ["end=4"]
    assert [saved.may_drop(by, SavedView.objects.get()) for by in (wang, colleague, head)] == [
        True,
        False,
        True,
    ]


def test_there_are_at_most_twenty_of_each(wang: Actor) -> None:
    for number in range(saved.MOST):
        keep(wang, f"Own {number}")
    with pytest.raises(Unfit):
        keep(wang, "One more")
    keep(wang, "Own 3", "end=3")  # replaces
    keep(wang, "Ours", is_shared=True)
    assert SavedView.objects.count() == saved.MOST + 1


@pytest.mark.parametrize(
    ("name", "query"), [("", "kind=branch"), ("  ", "kind=branch"), ("A", ""), ("A", "q" * 401)]
)
def test_nothing_without_a_name_or_a_filter(wang: Actor, name: str, query: str) -> None:
    with pytest.raises(Unfit):
        keep(wang, name, query)


def test_the_public_keeps_nothing() -> None:
    with pytest.raises(NotAllowed):
        keep(Actor.public())


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("kind=branch&page=3&as=xlsx&ticked=all&junk=1", "kind=branch"),
        ("sort=-0&q=a%00b&kind=", "q=ab&sort=-0"),
        ("page=2", ""),
    ],
)
def test_of_an_address_filters_words_and_order_are_kept(asked: str, kept: str) -> None:
    assert saved.kept_query(QueryDict(asked), ["kind", "q", "sort"]) == kept


def test_a_view_is_kept_shown_and_deleted_on_the_list_itself(wang: Actor, client: Client) -> None:
    posts.sign_in(client, posts.post_at("city:320300", username="clerk").account)
    address = f"{PLACE}?kind=branch&page=2"
    answer = client.post(address, {"do": "keep-view", "name": "Branches", "shared": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = client.get(f"{PLACE}?kind=branch").text
    assert '<a class="chip" href="?kind=branch" aria-current="true">Branches</a>' in page

    view = SavedView.objects.get()
    posts.sign_in(other := Client(), posts.post_at("city:320300", username="other").account)
    other.post(PLACE, {"do": "drop-view", "view": str(view.pk)})
    assert SavedView.objects.count() == 1  # a colleague does not delete it
    client.post("/plain/", {"do": "drop-view", "view": str(view.pk)})
    assert SavedView.objects.count() == 1  # it is of another list
    client.post(PLACE, {"do": "drop-view", "view": str(view.pk)})
    assert SavedView.objects.count() == 0


def test_what_is_kept_is_sealed(wang: Actor) -> None:
    from django.db import connection

    keep(wang, "Li", "q=13800000001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, query FROM members_saved_view")
        assert not {"Li", "q=13800000001"} & set(cursor.fetchone())
