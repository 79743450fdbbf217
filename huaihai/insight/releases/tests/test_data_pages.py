"""Public data as people and programs find them."""

import hashlib
import json

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huaihai.alliance import load
from huaihai.insight.models import MonthCount, Release
from huaihai.insight.releases import building, facts
from huaihai.insight.releases.tests.conftest import JULY, MAY
from huaihai.members.models import Role
from tests import posts

pytestmark = pytest.mark.django_db
PAGES = (
    "/data/",
    "/data/codebook/",
    "/data/codebook.json",
    "/data/releases.json",
    "/data/keys.json",
    "/data/api/cells",
    "/data/api/openapi.json",
)
FILES = (
    "/data/latest.json",
    "/data/daily.csv",
    "/data/releases/1.json",
    "/data/releases/1.csv",
    "/data/releases/1.sig.json",
)


@pytest.mark.parametrize("path", PAGES)
def test_before_the_first_release_pages_say_so(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", FILES)
def test_before_the_first_release_there_is_no_file(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_files_are_those_that_were_signed(client: Client, half_year: None) -> None:
    made = building.make_release(at=MAY)
    assert made is not None
    for path in ("/data/latest.json", "/data/releases/1.json"):
        answer = client.get(path)
        assert hashlib.sha256(answer.content).hexdigest() == made.file_hash
        assert answer["Access-Control-Allow-Origin"] == "*"
        again = client.get(path, headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    table = client.get("/data/daily.csv")
    assert hashlib.sha256(table.content).hexdigest() == made.csv_hash
    assert "immutable" in client.get("/data/releases/1.csv")["Cache-Control"]
    told = client.get("/data/releases.json").json()["releases"]
    assert [one["sha256"] for one in told] == [made.file_hash]
    assert client.get("/data/releases/1.sig.json").json() == told[0]


def test_cells_are_filtered_and_paged(client: Client, half_year: None) -> None:
    building.make_release(at=MAY)
    answer = client.get("/data/api/cells?axis=channel&period=2026-Q1&measure=received")
    told = answer.json()
    assert [tuple(one.values()) for one in told["cells"]] == [
        tuple(row._asdict()[name] for name in sorted(row._fields))
        for row in facts.cells(axis="channel", period="2026-Q1", measure="received")
    ]
    found, page = [], 1
    while page:
        told = client.get(f"/data/api/cells?page={page}").json()
        found += told["cells"]
        page = told["next"]
    assert len(found) == len(facts.cells())


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("axis=a'b", "axis"),
        ("period=yesterday", "period"),
        ("place=somewhere", "place"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=99999999999999999999", "page"),
        ("key=%00", "key"),
        ("measure=%C3%A4", "measure"),
    ],
)
def test_a_filter_that_does_not_fit_is_told(client: Client, query: str, field: str) -> None:
    answer = client.get(f"/data/api/cells?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert answer.json()["message"]


def test_other_methods_only_hear_that_it_reads(client: Client) -> None:
    assert client.post("/data/api/cells").status_code == 405
    assert client.head("/data/api/cells").status_code == 200
    assert client.options("/data/api/cells")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/data/", "/data/api/cells?axis=all", "/data/releases.json"])
def test_more_releases_need_no_more_queries(client: Client, half_year: None, path: str) -> None:
    building.make_release(at=MAY)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(path)
    building.make_release(at=JULY)
    with CaptureQueriesContext(connection) as two:
        client.get(path)
    assert len(two) == len(one) <= 4
    assert Release.objects.count() == 2


def test_the_codebook_names_every_code_that_is_published(client: Client, half_year: None) -> None:
    building.make_release(at=JULY)
    told = client.get("/data/codebook.json").json()
    assert {row.measure for row in facts.cells()} <= set(told["names"]["en"]["measure"])
    assert {row.place for row in facts.cells()} <= {"all", *told["places"]}
    assert json.loads(client.get("/data/latest.json").content)["schema"] == told["schema"]


def test_staff_see_what_would_differ_and_the_secretariat_corrects_it(client: Client, half_year: None) -> None:
    posts.load_alliance(at=MAY)
    building.make_release(at=MAY)
    post = posts.post_at("city:320300", Role.OFFICER)
    posts.sign_in(client, post.account)
    assert client.get("/office/insight/releases/").status_code == 200
    assert client.get("/office/insight/releases/?year=1999&page=x").status_code == 200
    assert client.get("/office/insight/releases/correction/").status_code in {200, 404}


def test_withheld_numbers_of_other_cities_are_for_the_office_alone(client: Client, half_year: None) -> None:
    posts.load_alliance(at=MAY)
    building.make_release(at=MAY)
    MonthCount.objects.filter(axis="all", county="", month="2026-01-01").update(received=F("received") + 1)
    own, other = (load().city(code).name for code in ("320300", "341300"))
    posts.sign_in(client, posts.post_at("city:320300", Role.OFFICER).account)
    told = " ".join(row["what"] for row in client.get("/office/insight/releases/").context["rows"])
    assert own in told
    assert other not in told
    posts.sign_in(client, posts.post_at("alliance", Role.AUDITOR).account)
    told = " ".join(row["what"] for row in client.get("/office/insight/releases/").context["rows"])
    assert own in told
    assert other in told


@pytest.mark.parametrize("year", ["9" * 5000, "²", "２０２６", "-1", "\x00"])
def test_a_year_that_is_none_gives_the_newest(client: Client, half_year: None, year: str) -> None:
    posts.load_alliance(at=MAY)
    building.make_release(at=MAY)
    posts.sign_in(client, posts.post_at("city:320300", Role.OFFICER).account)
    assert client.get("/office/insight/releases/", {"year": year}).context["year"] == 2026


@pytest.mark.parametrize("said", ['x"{}"', '"{}', "{}", 'W/"{}"'])
def test_an_empty_file_is_never_kept_for_the_next_reader(client: Client, half_year: None, said: str) -> None:
    made = building.make_release(at=MAY)
    assert made is not None
    answer = client.get("/data/releases/1.json", headers={"if-none-match": said.format(made.file_hash)})
    assert answer.content or answer.status_code == 304
    refused = client.get("/data/releases/1.json", headers={"if-match": '"another"'})
    assert (refused.status_code, refused["Cache-Control"]) == (412, "no-store")


def test_strangers_do_not_see_the_office_page(client: Client) -> None:
    assert client.get("/office/insight/releases/").status_code == 302
