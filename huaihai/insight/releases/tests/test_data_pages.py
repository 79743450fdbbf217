"""Public data as people and programs find them."""

import csv
import hashlib
import io
import json
from collections import Counter

import pytest
from django.db.models import F
from django.test import Client

from huaihai.alliance import load
from huaihai.insight.models import CorrectionOrder, MonthCount, Release
from huaihai.insight.releases import building, facts
from huaihai.insight.releases.tests.conftest import JULY, MAY
from huaihai.insight.statistics import keys
from huaihai.members.models import Role
from tests import posts
from tests.queries import queries_of

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
    "/data/city-and-trade.csv",
    "/data/city-and-trade.xlsx",
    "/data/releases/1.json",
    "/data/releases/1.csv",
    "/data/releases/1.sig.json",
)


def test_before_the_first_release_pages_say_so_and_there_is_no_file(client: Client) -> None:
    for path in PAGES:
        assert client.get(path).status_code == 200, path
    for path in FILES:
        assert client.get(path).status_code == 404, path


def test_the_files_are_those_that_were_signed(client: Client, made: Release) -> None:
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


def test_a_table_by_city_and_trade_says_in_words_what_the_cells_say(client: Client, made: Release) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/data/city-and-trade.csv").content.decode("utf-8-sig"))))
    cells = facts.cells(made, axis="category", measure="received")
    assert rows[0] == ["时段", "城市", "行业", "收到"]
    told = Counter(
        (keys.period(one.period), keys.place(one.place), keys.name("category", one.key), _value(one.value))
        for one in cells
    )
    assert Counter(map(tuple, rows[1:])) == told
    assert cells
    assert client.get("/data/city-and-trade.xlsx").content[:2] == b"PK"
    assert "city-and-trade.xlsx" in client.get("/data/").content.decode()


def _value(number: int | None) -> str:
    return "不公布" if number is None else str(number)


def test_cells_are_filtered_and_paged(client: Client, made: Release) -> None:
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
    "query",
    [
        *("axis=a'b", "period=yesterday", "place=somewhere", "key=%00", "measure=%C3%A4"),
        *("page=0", "page=x", "page=99999999999999999999"),
    ],
)
def test_a_filter_that_does_not_fit_is_told(client: Client, query: str) -> None:
    answer = client.get(f"/data/api/cells?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == query.partition("=")[0]
    assert answer.json()["message"]


def test_other_methods_only_hear_that_it_reads(client: Client) -> None:
    assert client.post("/data/api/cells").status_code == 405
    assert client.head("/data/api/cells").status_code == 200
    assert client.options("/data/api/cells")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.both_databases
def test_more_releases_need_no_more_queries_and_the_codebook_names_every_code(
    client: Client, made: Release
) -> None:
    paths = ("/data/", "/data/api/cells?axis=all", "/data/releases.json")

    def asked() -> list[int]:
        return [queries_of(client.get, path) for path in paths]

    asked()
    one = asked()
    building.make_release(at=JULY)
    assert Release.objects.count() == 2
    asked()
    assert asked() == one
    assert max(one) <= 4
    told = client.get("/data/codebook.json").json()
    assert {row.measure for row in facts.cells()} <= set(told["names"]["en"]["measure"])
    assert {row.place for row in facts.cells()} <= {"all", *told["places"]}
    assert json.loads(client.get("/data/latest.json").content)["schema"] == told["schema"]


def test_staff_see_what_would_differ_and_of_other_cities_the_office_alone_which_corrects_it(
    client: Client, made: Release
) -> None:
    posts.load_alliance(at=MAY)
    MonthCount.objects.filter(axis="all", county="", month="2026-01-01").update(received=F("received") + 1)
    own, other = (load().city(code).name for code in ("320300", "341300"))

    def told(**asked: str) -> str:
        answer = client.get("/office/insight/releases/", asked)
        assert answer.context["year"] == 2026
        return " ".join(row["what"] for row in answer.context["rows"])

    posts.sign_in(client, posts.post_at("city:320300", Role.OFFICER).account)
    assert (own in told(), other in told()) == (True, False)
    for year in ("1999", "9" * 5000, "²", "２０２６", "-1", "\x00"):
        told(year=year, page="x")
    posts.sign_in(client, posts.post_at("alliance", Role.AUDITOR).account)
    assert (own in told(), other in told()) == (True, True)
    address = "/office/insight/releases/correction/"
    assert client.get(address).status_code == 404
    posts.sign_in(client, posts.post_at("city:320300", Role.HEAD, username="office").account)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "记错了"}).status_code == 302
    assert CorrectionOrder.objects.get().reason == "记错了"


def test_an_empty_file_is_never_kept_for_the_next_reader(client: Client, made: Release) -> None:
    for said in ('x"{}"', '"{}', "{}", 'W/"{}"'):
        asked = {"if-none-match": said.format(made.file_hash)}
        answer = client.get("/data/releases/1.json", headers=asked)
        assert answer.content or answer.status_code == 304
    refused = client.get("/data/releases/1.json", headers={"if-match": '"another"'})
    assert (refused.status_code, refused["Cache-Control"]) == (412, "no-store")
