"""The index as everybody, a business and the secretariat read it."""

import csv
import hashlib
import io

import pytest
from django.test import Client

from huaihai.businesses.models import Representative
from huaihai.insight.indexing import facts, own, verbs
from huaihai.insight.indexing.tests import scene
from huaihai.insight.models import IndexCorrection
from huaihai.kit import clock
from huaihai.members.models import Role
from tests import cast as people
from tests import posts
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
INDEX = "/businesses/index/"
OWN = "/business/index/"
OFFICE = "/office/insight/index/"


def names(answer: object) -> list[str]:
    return [str(row.name) for row in answer.context["table"].rows]  # type: ignore[attr-defined]


def test_before_the_first_issue_the_page_says_so_and_there_is_no_file(client: Client) -> None:
    people.assemble()
    scene.peers()
    scene.frozen()
    answer = client.get(INDEX)
    assert answer.status_code == 200
    assert "甲商行" not in answer.content.decode()
    for form in ("json", "csv", "sig.json"):
        assert client.get(f"{INDEX}2026-Q3.{form}").status_code == 404


@pytest.mark.both_databases
def test_everybody_reads_bands_by_trade_and_city_and_the_files_that_were_signed(client: Client) -> None:
    people.assemble()
    found = scene.peers(7)
    scene.cases(found[0], 0, 30)
    below = scene.business("癸")
    scene.cases(below, 4)
    issue = scene.published()
    answer = client.get(INDEX)
    assert names(answer) == [f"{name}商行" for name in sorted(scene.NAMES)]
    text = answer.content.decode()
    assert "低于同类" in text
    assert "癸商行" not in text
    assert names(client.get(INDEX, {"trade": "G01", "city": people.HOME})) == names(answer)
    assert names(client.get(INDEX, {"trade": "nothing", "city": "\x00", "size": "x", "page": "x"})) == names(
        answer
    )
    file = client.get(f"{INDEX}2026-Q3.json")
    assert hashlib.sha256(file.content).hexdigest() == issue.file_hash
    assert client.get(f"{INDEX}2026-Q3.json", headers={"if-none-match": file["ETag"]}).status_code == 304
    signed = client.get(f"{INDEX}2026-Q3.sig.json").json()
    assert (signed["sha256"], signed["signature"]) == (issue.file_hash, issue.signature)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{INDEX}2026-Q3.csv").content.decode())))
    assert {row["name"]: row["solved_band"] for row in rows}["甲商行"] == "worse"
    assert client.get(f"{INDEX}2026-Q2.json").status_code == 404
    assert 'href="/businesses/index/"' in client.get("/data/").content.decode()


@pytest.mark.both_databases
def test_more_businesses_ask_no_more_of_the_database_and_nothing_is_counted(client: Client) -> None:
    people.assemble()
    found = scene.peers(7)
    issue = scene.published()
    assert queries_of(facts.notes, [found[0].pk]) == 1
    many = queries_of(client.get, INDEX, {"page": "1"})
    issue.rows.filter(business__in=[one.pk for one in found[:5]]).delete()
    assert queries_of(client.get, INDEX, {"page": "01"}) == many <= 8


def test_a_business_reads_its_row_fifteen_days_before_and_nobody_elses(client: Client) -> None:
    held = people.assemble()
    mine, other = scene.peers()[:2]
    Representative.objects.create(account=held.accounts["sun"], business=mine, from_on=clock.today())
    assert own.sections(frozenset([mine.pk]), today=clock.today()) == []
    scene.frozen()
    posts.sign_in(client, held.accounts["sun"])
    answer = client.get(OWN)
    assert names(answer) == ["甲商行"]
    assert "/business/corrections/" in answer.content.decode()
    (section,) = own.sections(frozenset([mine.pk]), today=clock.today())
    assert section.lines[0].url == OWN
    assert own.sections(frozenset([held.shop.pk]), today=clock.today()) == []
    assert facts.notes([mine.pk]) == []
    verbs.night(at=scene.PUBLISHING)
    assert names(client.get(OWN)) == ["甲商行"]
    assert len(facts.notes([mine.pk, other.pk])) == 1
    Representative.objects.filter(business=mine).delete()
    posts.forget_tries()
    assert client.get(OWN).context["table"] is None


def test_the_secretariat_has_a_row_counted_anew_and_everybody_reads_why(client: Client) -> None:
    posts.load_alliance(at=scene.MAY)
    scene.peers(7)
    issue = scene.published()
    row = issue.rows.all()[0]
    address = f"{OFFICE}{row.pk}/correction/"
    posts.sign_in(client, posts.post_at("city:411400", Role.HEAD, username="other").account)
    assert [client.get(path).status_code for path in (OFFICE, address)] == [404, 404]
    posts.sign_in(client, posts.post_at("city:320300", Role.HEAD, username="office").account)
    assert len(names(client.get(OFFICE))) == 7
    assert client.post(address, {"reason": " "}).status_code == 200
    assert client.post(address, {"reason": "记到别家去了"}).status_code == 302
    assert IndexCorrection.objects.get().reason == "记到别家去了"
    assert "记到别家去了" not in client.get(INDEX).content.decode()
    scene.cases(row.business, 3)
    verbs.night(at=clock.now())
    assert IndexCorrection.objects.get().after["solved"]["cases"] == 10
    assert "记到别家去了" in client.get(INDEX, {"page": "1"}).content.decode()
