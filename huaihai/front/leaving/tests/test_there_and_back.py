"""A city of the demo's year leaves, another installation takes it in, and what that one would write is the same."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.front.leaving import archive, history, making, receipt, taking
from huaihai.front.leaving.making import Receiver
from huaihai.front.leaving.spelling import AWAY
from huaihai.front.leaving.taking import Taken
from huaihai.front.leaving.tests import parts
from huaihai.front.leaving.tests.conftest import BIG, SMALL, Archives
from huaihai.front.leaving.words import lines
from huaihai.kit import clock, signing
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Role
from huaihai.packs import making as packs
from huaihai.record import events
from huaihai.record.log import sequencing
from huaihai.record.models import Event, LogHead, LogLeaf
from huaihai.record.verify import whole
from tests.posts import post_at
from tests.reading import browser

pytestmark = pytest.mark.django_db
BY = Actor.system("tests")


def take_in(archives: Archives, city: str) -> Taken:
    return taking.take_in(archives.paths[city], archives.identity, by=BY, at=clock.now())


def leave(archives: Archives, city: str, path: Path) -> parts.Parts:
    making.leave(city, path, to=Receiver(archives.recipient), by=BY, at=clock.now())
    return parts.apart(path, archives.identity)


def test_it_leaves_again_as_it_came(archives: Archives, begin: Callable[..., None], tmp_path: Path) -> None:
    begin()
    taken = take_in(archives, BIG)
    first = parts.apart(archives.paths[BIG], archives.identity)
    again = leave(archives, BIG, tmp_path / "again.age")

    content = {name for name in first if name.startswith((archive.TABLES, archive.FILES))}
    assert content == {name for name in again if name.startswith((archive.TABLES, archive.FILES))}
    assert [name for name in sorted(content) if first[name] != again[name]] == []
    manifest, other = (json.loads(one[archive.MANIFEST]) for one in (first, again))
    assert manifest["root"] == other["root"] == taken.event.facts["root"]
    assert manifest["maker"]["keys"] != other["maker"]["keys"]
    assert len(content) > 70

    assert not take_in(archives, BIG).is_new
    take_in(archives, SMALL)  # there are matters of both cities
    assert making.root(BIG) == manifest["root"]
    facts = {"verb": history.TAKEN_IN, "subject": history.subject_of(SMALL)}
    assert making.root(SMALL) == Event.objects.get(**facts).facts["root"]


def test_another_alliance_takes_it_in_and_works_on(
    archives: Archives, begin: Callable[..., None], tmp_path: Path
) -> None:
    packs.new(tmp_path / "pack", [SMALL, "320900"])
    begin(tmp_path / "pack")
    take_in(archives, SMALL)
    sequencing.sequence_all(500)

    seen = whole.prepare([], [], with_keys=True)
    assert [str(one) for one in whole.findings(seen)] == []
    assert LogLeaf.objects.filter(subject__startswith="case:").count() > 500
    officer = post_at(f"city:{SMALL}", Role.OFFICER, username="here").account
    client = browser(officer)
    joint = (
        Case.objects.filter(home__path__contains=SMALL).exclude(lead__path__contains=SMALL).exclude(lead=None)
    )
    for case in (Case.objects.filter(stage="negotiating")[0], joint[0]):
        page = client.get(reverse("desk-case", args=[case.pk]))
        assert page.status_code == 200
        assert str(case.number) in page.text
    elsewhere = joint[0].lead
    assert elsewhere is not None
    assert elsewhere.closed_on is not None
    assert elsewhere not in Organisation.objects.cities()


def test_what_came_is_not_called_late(archives: Archives, begin: Callable[..., None], tmp_path: Path) -> None:
    begin()
    events.write(subject="org:city:320300", verb="tried", by=BY.key, at=clock.now())
    sequencing.sequence_all()
    outside = tmp_path / "head.txt"
    outside.write_text(LogHead.objects.get().checkpoint, encoding="utf-8")
    taken = take_in(archives, SMALL)

    seen = whole.prepare([outside], [], with_keys=False)
    assert [str(one) for one in whole.findings(seen)] == []
    came = taken.event.facts["rows"]["record_event"]
    assert seen.counted.came >= came

    Event.objects.filter(pk=taken.event.pk).delete()
    seen = whole.prepare([outside], [], with_keys=False)
    assert len(list(whole.findings(seen))) > came


def test_nobody_comes_with_a_password_who_is_of_elsewhere_stays_out_and_a_receipt_says_what_came(
    archives: Archives, begin: Callable[..., None], settings: Any
) -> None:
    begin()
    taken = take_in(archives, SMALL)

    assert taking.without_password(taken.event) == []  # who is of a demo signs in there alone
    settings.DEMO = True
    assert [one.username for one in Account.objects.all() if one.has_usable_password()] == []
    assert set(taking.without_password(taken.event)) >= {f"officer-{SMALL}", f"head-{SMALL}"}
    away = Account.objects.filter(username__startswith=AWAY)
    assert away.exists()
    assert not away.filter(is_active=True).exists()
    assert not away.filter(posts__isnull=False).exists()

    said = json.loads(receipt.of(taken.event))
    content = said["content"]

    keys = receipt.ourselves()["keys"]
    assert signing.is_genuine(signing.canonical(content), **said["signature"], keys=keys)
    assert (content["city"], content["root"]) == (SMALL, taken.event.facts["root"])
    assert content["archive"] == archive.sha256_of(archives.paths[SMALL])
    assert content["counts"]["cases_case"] == Case.objects.count()
    assert content["counts"].keys() <= {model._meta.db_table for model in lines()}


def test_a_business_that_is_known_here_stays_one(archives: Archives, begin: Callable[..., None]) -> None:
    begin()
    coming = parts.apart(archives.paths[SMALL], archives.identity)
    code = parts.column(coming, "businesses_business", "credit_code")
    table = coming["tables/businesses_business.jsonl"].splitlines()[1:]
    row: list[Any] = next(one for one in map(json.loads, table) if one[code])
    known = Business.objects.create(id=new_id(), name="本地", credit_code=row[code], created_at=clock.now())
    taken = take_in(archives, SMALL)

    held = Business.objects.get(pk=row[0])
    assert (held.credit_code, held.merged_into) == (None, known)
    assert making.root(SMALL) == taken.event.facts["root"]
