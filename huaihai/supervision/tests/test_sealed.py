"""Sealed rows: added and read, never changed; their fingerprints are those of what either database gives back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.core import checks
from django.db import models, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from huaihai.desk.sealed.comparing import path_to
from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.ids import new_id
from huaihai.supervision import verifying
from huaihai.supervision.models import Photo, PlanVersion, Project, Release
from tests.effort import examples

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def project() -> Project:
    facts = {"kind": "visit", "year": 2026, "title": "演示", "theme": "green", "stage": "draft"}
    return Project.objects.create(number="2026-1", opened_at=AT, opened_by="system:test", **facts)


def plan_of(project: Project, **said: Any) -> PlanVersion:
    facts: dict[str, Any] = {"number": 1, "plan": {"aim": "kettles"}, "plan_hash": "0" * 64}
    return PlanVersion.objects.create(project=project, at=AT, by="system:test", **facts | said)


def test_a_stored_row_cannot_be_saved_changed_or_deleted(project: Project) -> None:
    row = plan_of(project)
    row.reason = "other"
    refused: list[Callable[[], object]] = [
        row.save,
        row.delete,
        PlanVersion.objects.all().delete,
        lambda: row.save(update_fields=["reason"]),
        lambda: PlanVersion.objects.update(reason="other"),
        lambda: PlanVersion.objects.update(project_id=project.pk),
        lambda: PlanVersion.objects.bulk_update([row], ["reason"]),
        lambda: PlanVersion.objects.update_or_create(pk=row.pk, defaults={"reason": "other"}),
        lambda: PlanVersion.objects.bulk_create(
            [row], update_conflicts=True, update_fields=["reason"], unique_fields=["id"]
        ),
        lambda: project.plan_versions.update(reason="other"),
        lambda: project.plan_versions.all().delete(),
    ]
    for change in refused:
        with pytest.raises(TypeError, match="sealed"), transaction.atomic():
            change()
    assert PlanVersion.objects.get().reason == ""


def test_only_a_field_that_is_not_sealed_changes(project: Project) -> None:
    row = Release.objects.create(
        project=project, number=1, file="{}", sha256="0" * 64, at=AT, by="system:test"
    )
    before = row.fingerprint
    Release.objects.update(published_at=AT)
    row.refresh_from_db()
    row.published_at = AT + timedelta(days=1)
    row.save(update_fields=["published_at"])
    assert Release.objects.get().published_at == AT + timedelta(days=1)
    assert Release.objects.get().fingerprint == before


def test_every_sealed_model_keeps_the_rules_and_knows_its_project() -> None:
    names = [model.seal_name for model in verifying.sealed_models()]
    assert len(names) == len(set(names))
    for model in verifying.sealed_models():
        assert not [one for one in model.check() if isinstance(one, checks.Error)]
        path = path_to(model, Project)
        assert path
        model.objects.filter(**{path: None}).count()


def test_a_field_that_is_added_later_and_the_time_zone_leave_a_fingerprint_alone() -> None:
    facts: dict[str, Any] = {"pk": new_id(), "number": 1, "plan": {}, "plan_hash": "0" * 64, "by": "x"}
    before = PlanVersion(**facts, at=AT).fingerprint
    there = AT.astimezone(timezone(timedelta(hours=8)))
    assert PlanVersion(**facts, at=there).fingerprint == before
    assert PlanVersion(**facts, at=AT, reason="").fingerprint == before
    for other in ({"at": AT, "reason": "a reason"}, {"at": AT + timedelta(microseconds=1)}):
        assert PlanVersion(**facts, **other).fingerprint != before


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
YEARS = datetime.fromisoformat("1970-01-02"), datetime.fromisoformat("2200-01-01")
MOMENTS = st.datetimes(*YEARS, timezones=st.timezones())
DEGREES = st.decimals(-180, 180, places=6) | st.sampled_from(
    [Decimal("117.10"), Decimal("-0"), Decimal("1E+2")]
)


@example(plan=2.122311850668091e16, at=AT, reason="", degrees=None)
@settings(
    max_examples=examples(25, long=300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(plan=VALUES, at=MOMENTS, reason=WORDS, degrees=DEGREES | st.none())
def test_a_fingerprint_is_the_same_before_and_after_storing(
    project: Project, plan: Any, at: datetime, reason: str, degrees: Decimal | None
) -> None:
    with transaction.atomic():
        made = PlanVersion(
            project=project, number=1, plan={"held": plan}, plan_hash="0" * 64, reason=reason, at=at, by="x"
        )
        photo = Photo(
            project=project,
            client_key=new_id(),
            about="x",
            kind="image/jpeg",
            size=10**12,
            sha256="0" * 64,
            taken_at=at,
            latitude=degrees,
            longitude=degrees,
            at=at,
            by="x",
        )
        before = [made.fingerprint, photo.fingerprint]
        made.save()
        photo.save()
        assert [made.fingerprint, photo.fingerprint] == before
        assert [read(made).fingerprint, read(photo).fingerprint] == before
        transaction.set_rollback(True)


def read(row: SealedModel) -> SealedModel:
    found: SealedModel = models.QuerySet(type(row)).get(pk=row.pk)
    return found
