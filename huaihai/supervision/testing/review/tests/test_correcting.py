"""A published test is corrected from new readings: makers are heard anew, both files stay, the text is corrected."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.education.models import Edition
from huaihai.education.publications import procedure
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import due
from huaihai.supervision import releasing, verifying
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.models import MakerNotice
from huaihai.supervision.reporting.verbs import hand_over
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.hearing.notices import tell_everybody
from huaihai.supervision.testing.hindrances import hindrances
from huaihai.supervision.testing.review.verbs import look_again
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.measured import RELEASED, Scene
from huaihai.supervision.tests.people import PARTNER, client_of
from tests.posts import post_at

AGAIN = RELEASED + timedelta(days=5)
TOLD_AGAIN = AGAIN + timedelta(hours=2)
SILENT_AGAIN = datetime(2026, 12, 20, 9, 0, tzinfo=ZONE)
WHY = "检测机构发现一处抄写错误。"
pytestmark = pytest.mark.django_db


def bring_out(scene: Scene, signers: list[Actor], *, at: datetime) -> Edition:
    """The newest file goes to the cities; three review its text, both sign, and it is out."""
    people = scene.kettles.people
    edition = hand_over(scene.project, by=scene.leader, at=at)
    procedure.submit(edition, by=scene.leader, at=at)
    for reviewer in (people.helper, people.partner, people.partner2):
        procedure.pass_review(edition, by=reviewer, at=at)
    for head in signers:
        if edition.stage == "signing":
            procedure.sign(edition, by=head, at=at)
    scene.project.refresh_from_db()
    assert scene.project.stage == "published"
    return edition


def test_from_published_back_to_checking_and_out_again_with_both_files(
    client: Client, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = measured.ready()
    project, by = scene.project, scene.leader
    signers = [scene.kettles.people.office, Actor.officer(post_at(PARTNER, Role.HEAD, username="their-head"))]
    first = releasing.release(project, by=by, at=RELEASED)
    bring_out(scene, signers, at=RELEASED)
    assert "corrects" not in json.loads(first.file)
    address, earlier = project.get_absolute_url(), f"{project.get_absolute_url()}file-1.json"

    clock_at(AGAIN)
    staff = client_of(by)
    form = f"{project.office_url}results/again/"
    assert staff.post(form, {"seen": str(project.version), "reason": " "}).status_code == 200
    assert staff.post(form, {"seen": str(project.version), "reason": WHY}).status_code == 302
    project.refresh_from_db()
    assert project.stage == "checking"
    with pytest.raises(NotPossible):
        supervision_verbs.drop(project, reason="不做了", by=by, at=AGAIN)
    page = client.get(address).content.decode()
    assert WHY in page  # what is out stays, and says so
    assert client.get("/supervision/").content.decode().count(address)
    measured.corrected(scene, at=AGAIN)
    assert any("还不知道" in one for one in hindrances(project, "release", at=AGAIN))
    told = tell_everybody(project, by=by, at=TOLD_AGAIN)
    assert {row.role for row in told} == {"maker", "seller"}
    due.fall_due(at=SILENT_AGAIN, brake=None)
    assert not MakerNotice.objects.filter(stage="told").exists()

    with pytest.raises(Unfit):
        releasing.release(project, by=by, at=SILENT_AGAIN)
    second = releasing.release(project, reason=WHY, by=by, at=SILENT_AGAIN)
    assert client.get(f"{address}file.json").content == first.file.encode()
    assert client.get(f"{address}file-2.json").status_code == 404  # nobody signed it yet
    edition = bring_out(scene, signers, at=SILENT_AGAIN)

    assert edition.purpose == Edition.Purpose.UPDATE
    file = json.loads(second.file)
    assert file["corrects"] == {"number": 1, "sha256": first.sha256}
    assert lint(file) == []
    assert client.get(earlier).content == first.file.encode()
    assert client.get(f"{address}file.json").content == second.file.encode()
    page = client.get(address).content.decode()
    assert "已有更正" in page
    assert earlier in page
    assert list(verifying.findings()) == []


def test_only_what_is_published_is_looked_at_again_with_words_for_everybody() -> None:
    scene = measured.ready()
    with pytest.raises(NotPossible):
        look_again(scene.project, reason=WHY, by=scene.leader, at=AGAIN)
    with pytest.raises(Unfit):
        look_again(scene.project, reason="问 13800000001", by=scene.leader, at=AGAIN)
