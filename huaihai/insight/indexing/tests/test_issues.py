"""An issue from the first count to its correction."""

import hashlib
import json
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.insight.indexing import shrinking, verbs
from huaihai.insight.indexing.tests import scene
from huaihai.insight.models import BusinessIndex, IndexCorrection, IndexRow
from huaihai.insight.releases import verifying
from huaihai.kit import signing
from huaihai.kit.filestore.sealed import open_original
from huaihai.members.actors import Actor
from huaihai.record.models import Event, OutboxMessage
from huaihai.record.senders import templates
from huaihai.record.senders.templates import Template
from tests import cast as people

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
ROOT = Path(__file__).resolve().parents[4]
TEMPLATES = tomllib.loads((ROOT / "deploy" / "senders.toml").read_text(encoding="utf-8"))["sms"]["template"]


@pytest.fixture(autouse=True)
def _cast() -> None:
    people.assemble(at=scene.MAY)


def told(verb: str) -> list[dict[str, object]]:
    return [
        event.facts for event in Event.objects.filter(subject=verbs.SUBJECT, verb=verb).order_by("number")
    ]


@pytest.mark.both_databases
def test_it_is_counted_each_night_frozen_with_the_quarter_and_published_fifteen_days_later() -> None:
    first, *_others = scene.peers()
    verbs.night(at=scene.LAST_NIGHT)
    issue = BusinessIndex.objects.get()
    assert (issue.frozen_at, issue.rows.count(), issue.until) == (None, 6, date(2026, 9, 29))
    scene.cases(first, 0, 5)
    verbs.night(at=scene.FREEZING)
    issue.refresh_from_db()
    assert (issue.since, issue.until, issue.public_on) == (
        date(2024, 10, 1),
        date(2026, 9, 30),
        date(2026, 10, 16),
    )
    assert issue.rows.get(business=first).measures["solved"]["cases"] == 12
    assert BusinessIndex.objects.get(frozen_at=None).quarter == "2026-Q4"
    scene.cases(first, 9)
    for night in range(1, 15):
        verbs.night(at=scene.FREEZING + timedelta(days=night))
    issue.refresh_from_db()
    assert issue.published_at is None
    verbs.night(at=scene.PUBLISHING)
    verbs.night(at=scene.PUBLISHING)
    issue.refresh_from_db()
    assert (issue.number, issue.rows.get(business=first).measures["solved"]["cases"]) == (1, 12)
    file = b"".join(open_original(issue.file_hash))
    assert hashlib.sha256(file).hexdigest() == issue.file_hash
    assert signing.is_genuine(file, key_id=issue.key_id, value=issue.signature)
    assert [len(told(verb)) for verb in ("index_frozen", "index_published")] == [1, 1]
    assert list(verifying.findings()) == []
    read = json.loads(file)
    assert read["csv_sha256"] == issue.csv_hash
    columns = [dict(zip(read["columns"], row, strict=True)) for row in read["rows"]]
    assert (
        sum(row["solved_cases"] for row in columns) == read["groups"][0]["measures"]["solved"]["cases"] == 47
    )
    assert {row["solved_band"] for row in columns} == {"among"}


def test_whoever_has_the_file_gets_the_same_numbers_from_its_rows() -> None:
    for number, one in enumerate(scene.peers(7)):
        scene.cases(one, number, 2)
        scene.answered(one, 5, number % 3)
    read = json.loads(b"".join(open_original(scene.published().file_hash)))
    rows = [dict(zip(read["columns"], row, strict=True)) for row in read["rows"]]
    for number, group in enumerate(read["groups"]):
        assert set(group["measures"]) == {"solved", "answered"}
        for measure, told in group["measures"].items():
            mine = [row for row in rows if row["group"] == number and row[f"{measure}_cases"] is not None]
            again = shrinking.place([(row[f"{measure}_hits"], row[f"{measure}_cases"]) for row in mine])
            assert again.mean == told["mean"]
            for row, place in zip(mine, again.placed, strict=True):
                assert tuple(row[f"{measure}_{name}"] for name in ("share", "low", "high")) == place


def test_a_business_is_told_once_that_it_may_look_and_its_words_have_a_template() -> None:
    first, second, *_others = scene.peers()
    for one, phone in ((first, "13800000011"), (second, "13800000012")):
        one.phone = phone
        one.save()
    issue = scene.published()
    rows = OutboxMessage.objects.filter(effect_key__contains=":index:")
    sent = sorted(rows, key=lambda row: str(row.address))  # sealed: the database cannot put them in order
    assert [(row.address, row.subject) for row in sent] == [
        ("13800000011", first.record_key),
        ("13800000012", second.record_key),
    ]
    assert "甲商行" in sent[0].text
    assert "2026 年 10 月 16 日" in sent[0].text
    offered = [Template.of(row | {"id": str(number)}) for number, row in enumerate(TEMPLATES)]
    assert templates.fitting(sent[0].text, offered)
    assert issue.rows.count() == 6


def test_one_act_is_due_a_day_and_one_for_a_correction() -> None:
    scene.peers()
    issue = scene.published()
    later = scene.PUBLISHING + timedelta(hours=1)
    assert len(list(verbs.due_acts(scene.PUBLISHING + timedelta(days=1)))) == 1
    assert list(verbs.due_acts(later)) == []
    verbs.order_correction(issue.rows.all()[0], "记错了", by=OFFICE, at=later)
    assert len(list(verbs.due_acts(later))) == 1


def test_of_too_few_there_is_no_issue() -> None:
    scene.peers(4)
    verbs.night(at=scene.LAST_NIGHT)
    verbs.night(at=scene.FREEZING)
    assert [issue.quarter for issue in BusinessIndex.objects.all()] == ["2026-Q4"]


@pytest.mark.both_databases
def test_what_is_wrong_is_counted_anew_before_it_is_published_and_sums_still_add_up() -> None:
    first, *_others = scene.peers(7)
    issue = scene.frozen()
    scene.cases(first, 0, 8)
    verbs.order_correction(issue.rows.get(business=first), "多记了别家的", by=OFFICE, at=scene.FREEZING)
    verbs.night(at=scene.PUBLISHING)
    issue.refresh_from_db()
    assert issue.rows.get(business=first).measures["solved"]["cases"] == 15
    rows = [row.measures["solved"] for row in issue.rows.all()]
    group = issue.groups[0]["measures"]["solved"]
    assert (group["cases"], group["hits"]) == (sum(r["cases"] for r in rows), sum(r["hits"] for r in rows))
    assert {row["peers"] for row in rows} == {group["mean"]}
    assert issue.published_at is not None


@pytest.mark.both_databases
def test_a_correction_afterwards_is_an_event_and_leaves_file_and_peers_as_they_were() -> None:
    first, second, *_others = scene.peers(7)
    issue = scene.published()
    before = issue.file_hash, issue.groups
    row, gone = issue.rows.get(business=first), issue.rows.get(business=second)
    by = OFFICE
    for reason in ("", "  "):
        with pytest.raises(Unfit):
            verbs.order_correction(row, reason, by=by, at=scene.PUBLISHING)
    with pytest.raises(NotAllowed):
        verbs.order_correction(row, "记错了", by=Actor.public(), at=scene.PUBLISHING)
    verbs.order_correction(row, "记错了", by=by, at=scene.PUBLISHING)
    with pytest.raises(NotPossible):
        verbs.order_correction(row, "记错了", by=by, at=scene.PUBLISHING)
    verbs.order_correction(gone, "注销了", by=by, at=scene.PUBLISHING)
    scene.cases(first, 0, 20)
    second.is_gone = True
    second.save()
    verbs.night(at=scene.PUBLISHING + timedelta(days=1))
    issue.refresh_from_db()
    row.refresh_from_db()
    gone.refresh_from_db()
    assert (issue.file_hash, issue.groups) == before
    assert (row.measures["solved"]["cases"], row.measures["solved"]["band"]) == (27, "worse")
    assert (gone.is_out, gone.measures) == (True, {})
    assert [facts["after"] for facts in told("index_corrected")] == [row.measures, {}]
    assert not IndexCorrection.objects.filter(done_at=None).exists()
    assert list(verifying.findings()) == []


def test_a_row_of_the_present_quarter_needs_no_correction() -> None:
    scene.peers()
    verbs.night(at=scene.LAST_NIGHT)
    with pytest.raises(NotPossible):
        verbs.order_correction(IndexRow.objects.all()[0], "记错了", by=OFFICE, at=scene.LAST_NIGHT)


def test_the_next_issue_names_the_one_before_and_its_corrections() -> None:
    first, *_others = scene.peers(7)
    issue = scene.published()
    verbs.order_correction(issue.rows.get(business=first), "记错了", by=OFFICE, at=scene.PUBLISHING)
    verbs.night(at=scene.PUBLISHING + timedelta(days=1))
    for at in ("2027-01-01", "2027-01-16"):
        verbs.night(at=scene.FREEZING.replace(year=2027, month=1, day=int(at[-2:])))
    following = BusinessIndex.objects.get(quarter="2026-Q4")
    read = json.loads(b"".join(open_original(following.file_hash)))
    assert (read["number"], read["previous"]) == (2, issue.file_hash)
    assert [(one["quarter"], one["reason"]) for one in read["corrections"]] == [("2026-Q3", "记错了")]
