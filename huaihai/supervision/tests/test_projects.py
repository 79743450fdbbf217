"""A project's way from opening to publication, and what is refused on it."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huaihai import cli
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.education.content import Content
from huaihai.education.models import Publication
from huaihai.kit.canonical import digest
from huaihai.record import events
from huaihai.supervision import kinds, releasing, verbs
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.tests.people import MONDAY, People, assemble, opened

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "tests.plain")
    return assemble()


def project_of(people: People, **plan: Any) -> Project:
    return opened(people, "visit", {"aim": "kettles"} | plan)


def checking(people: People, **plan: Any) -> Project:
    project = project_of(people, **plan)
    verbs.register(project, by=people.leader, at=MONDAY)
    verbs.start(project, by=people.leader, at=MONDAY)
    verbs.finish(project, by=people.helper, at=MONDAY)
    return project


def test_numbers_of_a_year_follow_each_other(people: People) -> None:
    assert [project_of(people).number for _ in range(3)] == ["2026-1", "2026-2", "2026-3"]


def test_who_opens_second_at_the_same_moment_gets_the_next_number(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_of(people)
    read = ["2026-1", "2026-2"]  # the first was read before the other project was stored
    monkeypatch.setattr(verbs, "next_number", lambda _year: read.pop(0))
    assert project_of(people).number == "2026-2"


def test_only_the_leading_body_plans_what_it_saw_and_only_the_office_opens_for_the_alliance(
    people: People,
) -> None:
    project = project_of(people, aim="")
    with pytest.raises(NotPossible, match="The aim is missing"):
        verbs.register(project, by=people.leader, at=MONDAY)
    assert not project.plan_versions.exists()
    for stranger in (people.partner, people.auditor):
        with pytest.raises(NotAllowed):
            verbs.write_plan(project, {"aim": "else"}, by=stranger, at=MONDAY)
    seen = project.version
    written = verbs.write_plan(project, {"aim": "else"}, seen=seen, by=people.helper, at=MONDAY)
    assert written.plan == {"aim": "else"}
    with pytest.raises(Moved):
        verbs.write_plan(project, {"aim": "b"}, seen=seen, by=people.leader, at=MONDAY)
    said: Any = {"kind": "visit", "title": "演示", "theme": "green", "lead": None, "year": 2026, "at": MONDAY}
    assert verbs.open_project(**said, by=people.office).lead is None
    with pytest.raises(NotAllowed):
        verbs.open_project(**said, by=people.partner)


def test_a_changed_plan_is_a_new_version_with_its_reason(people: People) -> None:
    project = project_of(people)
    first = verbs.register(project, by=people.leader, at=MONDAY)
    with pytest.raises(NotPossible):
        verbs.register(project, reason="Again.", by=people.leader, at=MONDAY)
    verbs.write_plan(project, {"aim": "else"}, by=people.leader, at=MONDAY)
    with pytest.raises(NotPossible, match="请先登记"):
        verbs.start(project, by=people.leader, at=MONDAY)
    with pytest.raises(Unfit):
        verbs.register(project, by=people.leader, at=MONDAY)
    second = verbs.register(project, reason="The aim was wrong.", by=people.leader, at=MONDAY)

    assert (first.number, second.number) == (1, 2)
    assert first.plan_hash != second.plan_hash == digest({"aim": "else"})
    verbs.start(project, by=people.leader, at=MONDAY)
    with pytest.raises(NotPossible):
        verbs.write_plan(project, {"aim": "third"}, by=people.leader, at=MONDAY)


def test_what_hinders_a_step_is_said(people: People) -> None:
    project = project_of(people, stop="finish")
    verbs.register(project, by=people.leader, at=MONDAY)
    verbs.start(project, by=people.leader, at=MONDAY)
    with pytest.raises(NotPossible, match="Not yet"):
        verbs.finish(project, by=people.leader, at=MONDAY)
    assert Project.objects.get(pk=project.pk).stage == "running"


def test_the_file_is_fixed_goes_out_with_its_text_and_is_corrected_with_a_reason(people: People) -> None:
    project = checking(people)
    first = releasing.release(project, by=people.leader, at=MONDAY)
    assert first.sha256 == hashlib.sha256(first.file.encode()).hexdigest()
    held = json.loads(first.file)
    assert held["format"] == "huaihai-supervision-visit/1"
    assert [plan["number"] for plan in held["plans"]] == [1]
    assert not project.releases.filter(published_at__isnull=False).exists()
    publish(project, people)
    assert project.stage == "published"
    assert project.shown_release == first
    with pytest.raises(Unfit):
        releasing.release(project, by=people.leader, at=MONDAY)
    second = releasing.release(project, reason="A typing error.", by=people.leader, at=MONDAY + HOUR)
    assert project.shown_release == first
    publish(project, people)
    assert project.shown_release == second
    assert Project.objects.get(pk=project.pk).stage == "published"
    assert events.broken_at(project.record_key) is None


def test_a_file_is_called_back_with_a_reason_and_that_of_a_demo_says_that_it_is_made_up(
    people: People, settings: Any
) -> None:
    project = checking(people)
    releasing.release(project, by=people.leader, at=MONDAY)
    with pytest.raises(Unfit):
        releasing.call_back(project, reason=" ", by=people.leader, at=MONDAY)
    releasing.call_back(project, reason="A number is missing.", by=people.leader, at=MONDAY)
    assert project.stage == "checking"
    settings.DEMO = True
    made = releasing.release(project, by=people.leader, at=MONDAY)
    assert (made.number, json.loads(made.file)["release"]["is_demo"]) == (2, True)


def test_the_file_is_signed_and_verified_with_both_files_and_the_key_alone(
    people: People, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = checking(people)
    releasing.release(project, by=people.leader, at=MONDAY)
    publish(project, people)
    base = project.get_absolute_url()
    file, beside, keys = tmp_path / "test.json", tmp_path / "test.sig.json", tmp_path / "key.pem"
    addresses = {file: f"{base}file.json", beside: f"{base}file.sig.json", keys: "/alliance/key.pem"}
    for path, address in addresses.items():
        path.write_bytes(client.get(address).content)

    def verified() -> tuple[int, str]:
        command = ["governance", "verify", str(file), "--signature", str(beside), "--key", str(keys)]
        code = cli.main([*command, "--lang", "en"])
        return code, capsys.readouterr().out

    code, told = verified()
    assert code == 0
    assert told.startswith(f"{project.number}-1.json\n")
    assert told.count("✓") == 2
    file.write_bytes(file.read_bytes().replace(b'"kind"', b'"Kind"', 1))
    code, told = verified()
    assert (code, "✗ This is the very file" in told) == (1, True)
    said = json.loads(beside.read_bytes())
    said["content"]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    beside.write_text(json.dumps(said))
    code, told = verified()
    assert (code, "✗ The platform signed" in told) == (1, True)
    beside.write_text("{}")
    assert verified()[0] == 2


def test_no_verb_beside_the_table(people: People) -> None:
    acts: dict[str, Callable[..., Any]] = {
        "start": verbs.start,
        "finish": verbs.finish,
        "release": releasing.release,
    }
    project = checking(people)
    releasing.release(project, by=people.leader, at=MONDAY)
    for stage in PROJECT.stages:
        Project.objects.filter(pk=project.pk).update(stage=stage)
        for verb, act in acts.items():
            if not PROJECT.can(verb, stage):
                with pytest.raises(NotPossible):
                    act(project, by=people.leader, at=MONDAY)


def publish(project: Project, people: People) -> None:
    """The text about it goes out, as the cities' last signature makes it."""
    from django.db import transaction

    from huaihai.education.publications import publishing

    if project.publication is None:
        draft = publishing.draft(
            Content(title="演示公告", body="只说明这些样品。"),
            kind=Publication.Kind.NOTICE,
            slug=f"notice-{project.number}",
            publisher=people.lead_body,
            by=people.leader,
            at=MONDAY,
        )
        Project.objects.filter(pk=project.pk).update(publication=draft)
        project.refresh_from_db()
    project.publication.versions.update(evidence=f"SHA-256 {project.release.sha256}")
    with transaction.atomic():
        events.write(
            subject=project.publication.record_key, verb="publication_published", by="system:test", at=MONDAY
        )
    project.refresh_from_db()
