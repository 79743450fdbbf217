"""The ring of one city opens that city's cases, and nothing else; the alliance's ring alone opens no case."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyrage import x25519

from huaihai import alliance
from huaihai.cases.life import CONSUMER
from huaihai.cases.models import Case, Complainant, Consultation, Evidence, SearchDoc, SearchKey
from huaihai.cases.search import indexing
from huaihai.cases.verbs import care, intake, routing
from huaihai.cli import main
from huaihai.kit import filestore, key_check, keyring, sealing
from huaihai.kit.keys import carrying, owners, resealing
from huaihai.kit.keys.rings import ALLIANCE, Ring
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage
from tests.cast import HOME, LEAD, TUESDAY, Cast, assemble, draft, filed, forwarded, li, offered
from tests.keys import dump

OUTSIDE = "110105"  # Beijing
BEFORE = TUESDAY - timedelta(hours=1)  # scenes of other tests are sealed for cities
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def rings() -> dict[str, Ring]:
    return sealing.ring().rings


def with_photo(case: Case) -> None:
    stored = filestore.store(ContentFile(b"proof", name="receipt.txt"))
    care.add_evidence(case, file=stored, name="receipt.txt", party=CONSUMER, by=li(case), at=TUESDAY)


@pytest.fixture
def cast(var: Path) -> Cast:
    return assemble()


@pytest.fixture
def cases(cast: Cast) -> dict[str, Case]:
    """One led by another city, with all that hangs on it; one of each of the two cities alone; one from outside."""
    shared, _offer = offered(cast)
    found = {
        "shared": shared,
        "at home": filed(story="第二件").case,
        "at the lead's": filed(story="第三件", consumer_at=LEAD).case,
        "from outside": filed(story="第四件", consumer_at=OUTSIDE).case,
    }
    for case in found.values():
        case.refresh_from_db()
        with_photo(case)
    indexing.index_some(at=TUESDAY)
    return found


def test_a_ring_opens_the_cases_of_its_city_and_nothing_else(cases: dict[str, Case]) -> None:
    everything, of_cases = dump.sealed(), dump.of_cases()
    searched = {("cases_searchdoc.text", str(doc.pk)): doc.city for doc in SearchDoc.objects.all()}
    whose = {case.pk: dump.cities_of(case) for case in cases.values()}
    assert whose[cases["shared"].pk] == {HOME, LEAD}
    assert whose[cases["from outside"].pk] == {LEAD}
    assert {name for name, _row in of_cases} >= {
        "cases_case.story",
        "cases_case.stated_business",
        "cases_complainant.phone",
        "cases_evidence.name",
        "cases_offer.text",
        "cases_searchdoc.text",
        "record_event.text",
        "record_event.text_salt",
        "record_outboxmessage.address",
        "record_outboxmessage.text",
    }
    opened = {name: dump.opens(ring) for name, ring in rings().items()}
    for city in alliance.load().city_codes:
        expected = {
            value for value, case in of_cases.items() if city in whose[case] and value not in searched
        }
        expected |= {value for value, where in searched.items() if where == city}
        expected |= {value for value in opened[city] if value[0] == "cases_searchkey.salts"}
        assert opened[city] == expected
    assert not opened[ALLIANCE] & of_cases.keys()
    assert set.union(*opened.values()) == everything
    assert dump.opens(dump.NONE) == set()


def test_the_salt_of_a_citys_search_opens_with_its_ring_alone(cases: dict[str, Case]) -> None:
    salts = SearchKey.objects.get().salts
    assert salts.keys() == set(alliance.load().city_codes)
    names = {city: sealing.key_of(salt) for city, salt in salts.items()}
    assert names == {city: ring.current for city, ring in rings().items() if city}


def test_what_is_written_is_sealed_for_its_owner(cases: dict[str, Case]) -> None:
    assert dump.misplaced() == []


def test_the_leading_city_is_given_the_key_and_loses_it_with_the_lead(cast: Cast) -> None:
    case = forwarded(cast)
    values = {value for value, one in dump.of_cases().items() if one == case.pk}
    assert dump.opens(rings()[LEAD]) == values
    routing.recall(case, text="It stays here.", by=cast.wang, at=TUESDAY)
    assert Case.objects.get(pk=case.pk).lead_key is None
    assert dump.opens(rings()[LEAD]) == set()
    assert dump.opens(rings()[HOME]) >= values


def test_the_key_is_given_by_the_statement_that_hands_over(cast: Cast) -> None:
    case = filed().case
    with CaptureQueriesContext(connection) as caught:
        routing.forward(case, to=cast.lead, assessment="It fits.", by=cast.wang, at=TUESDAY)
    assert sum('"lead_key" =' in query["sql"] for query in caught.captured_queries) == 1


def test_an_erased_file_leaves_no_key(cast: Cast) -> None:
    case = forwarded(cast)
    Case.objects.filter(pk=case.pk).update(receipt_hash="", lead_key=None)
    resealing.everything()
    assert Case.objects.get(pk=case.pk).lead_key is None


def test_a_draft_goes_over_to_the_city_of_its_consumer(var: Path) -> None:
    assemble()
    begun = intake.start_draft(by=Actor.public(), at=TUESDAY)
    intake.save_answers(
        begun, story="买来就漏电。", stated_business={"name": "Kettle shop", "region_code": LEAD}
    )
    with_photo(begun)
    assert {sealing.key_of(value) for value in _raw(begun)} == {rings()[ALLIANCE].current}
    for place in (HOME, LEAD):
        intake.save_answers(begun, consumer_at=place)
        care.set_contact(begun, name="Li (test)", phone="13800000001")
        names = {sealing.key_of(value) for value in _raw(begun)}
        assert {name.partition(".")[0] for name in names} == {rings()[place].current}
        assert dump.misplaced() == []


def test_a_draft_from_outside_goes_over_when_it_is_sent(var: Path) -> None:
    assemble()
    case = draft(consumer_at=OUTSIDE)
    with_photo(case)
    assert {sealing.key_of(value) for value in _raw(case)} == {rings()[ALLIANCE].current}
    intake.submit(case, key="k", by=li(case), at=TUESDAY)
    assert {sealing.key_of(value).partition(".")[0] for value in _raw(case)} == {rings()[LEAD].current}
    assert dump.misplaced() == []


def _raw(case: Case) -> list[str]:
    """What is sealed of a draft, as it lies there."""
    rows: list[tuple[str, ...]] = [
        *Case.objects.filter(pk=case.pk).values_list("story", "stated_business"),
        *Complainant.objects.filter(case=case).values_list("name", "phone"),
        *Evidence.objects.filter(case=case).values_list("name"),
        *OutboxMessage.objects.filter(subject=case.record_key).values_list("address", "text"),
    ]
    return [str(value) for row in rows for value in row if value]


def test_two_cases_of_a_city_have_two_keys(cast: Cast) -> None:
    first, second = (sealing.key_of(_raw(filed(story=story).case)[0]) for story in ("一", "二"))
    assert first != second
    assert first.partition(".")[0] == second.partition(".")[0] == rings()[HOME].current
    given = {first: sealing.data_key(rings()[HOME].keys[rings()[HOME].current], first.partition(".")[2])}
    opened = [_opens(case, given) for case in Case.objects.order_by("pk")]
    assert sorted(opened) == [False, True]


def _opens(case: Case, keys: dict[str, bytes]) -> bool:
    (value,) = Case.objects.filter(pk=case.pk).values_list("story", flat=True)
    try:
        return bool(sealing.unseal(value, place=f"cases_case.story:{case.pk}", keys=keys))
    except sealing.CannotOpen:
        return False


def test_rows_of_before_come_under_the_keys_of_their_cases(settings: Any, var: Path) -> None:
    ring = settings.KEYRING
    settings.KEYRING = replace(ring, cities={})
    cast = assemble()
    case = forwarded(cast, BEFORE)
    with_photo(case)
    indexing.index_some(at=TUESDAY)
    assert dump.opens(rings()[ALLIANCE]) == dump.sealed()
    said = Case.objects.get(pk=case.pk).story
    settings.KEYRING = ring

    done = resealing.everything()
    while indexing.index_some(at=TUESDAY):
        pass

    assert (done.left, done.damaged) == (0, set())
    assert dump.misplaced() == []
    of_case = {value for value, one in dump.of_cases().items() if one == case.pk}
    assert not dump.opens(rings()[ALLIANCE]) & of_case
    assert dump.opens(rings()[LEAD]) >= {value for value in of_case if value[0] != "cases_searchdoc.text"}
    assert SearchKey.objects.get().salts.keys() == rings().keys() - {ALLIANCE}
    assert Case.objects.get(pk=case.pk).story == said
    assert resealing.everything() == resealing.Resealed()


def test_a_verb_brings_the_row_of_an_old_case_under_its_key(settings: Any, var: Path) -> None:
    ring = settings.KEYRING
    settings.KEYRING = replace(ring, cities={})
    cast = assemble()
    case = filed(BEFORE).case
    settings.KEYRING = ring
    routing.take(case, by=cast.wang, at=TUESDAY)
    (story,) = Case.objects.filter(pk=case.pk).values_list("story", flat=True)
    assert sealing.key_of(story).partition(".")[0] == rings()[HOME].current
    assert Case.objects.get(pk=case.pk).story == "买来第三天就漏电，要求退货。"


def test_one_ring_gets_a_new_key(cast: Cast, var: Path) -> None:
    case = forwarded(cast)
    before = rings()
    assert main(["keys", "rotate", "--ring", HOME]) == 0
    assert {name for name, ring in rings().items() if ring != before[name]} == {HOME}
    done = resealing.everything()
    assert done.damaged == set()
    keyring.forget_old(var)
    sealing.look_now()
    assert rings()[HOME].keys.keys() == {rings()[HOME].current}
    assert Case.objects.get(pk=case.pk).story
    values = {value for value, one in dump.of_cases().items() if one == case.pk}
    assert dump.opens(rings()[HOME]) >= values
    assert dump.opens(rings()[LEAD]) == values


def test_a_ring_that_is_not_there_is_named(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "rotate", "--ring", "110000", "--lang", "en"]) == 2
    assert f"there is no ring 110000; there are: alliance, {HOME}" in capsys.readouterr().err


def test_a_ring_of_before_is_the_alliances_and_small_ones_work(
    settings: Any, var: Path, tmp_path: Path
) -> None:
    held = json.loads((var / keyring.FILE).read_text())
    cities = held.pop("cities")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / keyring.FILE).write_text(json.dumps(held))
    old = keyring.load_or_create(tmp_path / "old")
    assert (old.cities, old.sealing) == ({}, settings.KEYRING.sealing)
    assert keyring.load_or_create(tmp_path / "old", cities).cities.keys() == cities.keys()
    settings.KEYRING = old
    assert sealing.key_of(sealing.seal("words", place="a.b:1", owner=f"{HOME}.x")) == old.sealing_current


def test_the_database_refuses_a_machine_without_one_of_the_rings(settings: Any, var: Path) -> None:
    key_check.settle()
    whole = settings.KEYRING
    settings.KEYRING = replace(whole, cities={**whole.cities, HOME: dump.NONE})
    with pytest.raises(keyring.Unusable):
        key_check.compare()


def test_one_ring_is_carried_and_opens_alone(
    cases: dict[str, Case],
    var: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    identity = _age_key(tmp_path)
    file, told = tmp_path / "ring.age", tmp_path / "opened.jsonl"
    monkeypatch.setenv("HUAIHAI_VAR", str(var))
    assert main(["keys", "export", str(file), "--ring", LEAD, "--to", identity]) == 0
    capsys.readouterr()
    given = ["--identity", str(tmp_path / "age.txt")]
    assert main(["keys", "open", str(file), *given, "--to", str(told), "--lang", "en"]) == 0
    lines = [json.loads(line) for line in told.read_text().splitlines()]
    assert {(line["column"], line["row"]) for line in lines} == dump.opens(rings()[LEAD])
    assert "第三件" in {line["text"] for line in lines}
    assert "第二件" not in {line["text"] for line in lines}
    assert "cases_case.story: 3 of 4" in capsys.readouterr().out
    assert main(["keys", "import", str(file), *given]) == 2
    assert "这个文件里没有密钥" in capsys.readouterr().err


def _age_key(folder: Path) -> str:
    identity = x25519.Identity.generate()
    (folder / "age.txt").write_text(f"{identity}\n")
    return str(identity.to_public())


def test_rings_come_to_another_machine(var: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    first = carrying.take_in(second, (var / keyring.FILE).read_bytes())
    assert first.cities == keyring.load_or_create(var).cities
    new = keyring.rotate_sealing(var, LEAD).cities[LEAD]
    joined = carrying.take_in(second, (var / keyring.FILE).read_bytes())
    assert joined.cities[LEAD] == new
    assert joined.cities[HOME] == first.cities[HOME]


def test_a_consultation_is_its_bodys(cast: Cast) -> None:
    row = Consultation.objects.create(
        body=cast.home, channel=Consultation.Channel.PHONE, question="问一下", answered_at=TUESDAY
    )
    (question,) = Consultation.objects.filter(pk=row.pk).values_list("question", flat=True)
    assert sealing.key_of(question) == rings()[HOME].current


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owners, "REMEMBERED", 3)
    monkeypatch.setattr(owners._Remembered, "facts", {})
    for number in range(10):
        owners.note(number, number)
    assert list(owners._Remembered.facts) == [7, 8, 9]


def test_a_row_whose_case_nobody_read_costs_one_question(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = filed().case
    monkeypatch.setattr(owners._Remembered, "facts", {})
    with CaptureQueriesContext(connection) as caught:
        names = {owners.of_subject(case.record_key) for _ in range(3)}
    assert len(names) == 1
    assert next(iter(names)).startswith(f"{HOME}.")
    assert len([one for one in caught.captured_queries if "cases_case" in one["sql"]]) == 1
