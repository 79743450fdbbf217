"""The office's year as the demo plays it."""

from datetime import time

import pytest
from django.conf import settings

from huaihai.governance import rules, verifying
from huaihai.governance.models import (
    AgreementVersion,
    Dossier,
    Duty,
    Evidence,
    HandOver,
    Meeting,
    Motion,
    Plan,
    PoolRequest,
    Report,
)
from huaihai.governance.resolutions import verbs
from huaihai.governance.roster import facts
from huaihai.kit import clock
from huaihai.kit.signing import public_keys
from huaihai.record import events

MORNING = clock.local_moment(settings.DEMO_DAY, time(0, 5))

pytestmark = pytest.mark.django_db


def test_something_waits_in_every_part_of_the_office() -> None:
    assert set(Motion.objects.values_list("stage", flat=True)) >= {"carried", "voting", "tabled"}
    assert set(Meeting.objects.values_list("stage", flat=True)) == {"closed", "adjourned", "invited"}
    assert {duty.is_late(settings.DEMO_DAY) for duty in Duty.objects.filter(stage="open")} == {True, False}
    assert HandOver.objects.filter(stage__in=("planned", "listed")).exists()
    assert AgreementVersion.objects.filter(stage="open").exists()
    assert facts.missing(MORNING)
    assert set(PoolRequest.objects.values_list("stage", flat=True)) == {"asked", "granted"}
    assert set(Report.objects.values_list("stage", flat=True)) == {"draft", "published"}
    assert Plan.objects.get().stage == "adopted"
    assert Evidence.objects.exists()


def test_every_file_of_a_resolution_fits() -> None:
    files = [verbs.as_file(dossier) for dossier in Dossier.objects.all()]

    assert len(files) >= 3
    assert all(verifying.all_fit(verifying.check(file, keys=public_keys())) for file in files)


def test_a_rule_was_set_and_counts() -> None:
    in_force = rules.in_force(rules.CO_SIGNATURES, on=settings.DEMO_DAY)

    assert (in_force.value, in_force.is_default) == ("4", False)


def test_no_record_is_broken() -> None:
    rows = [*Motion.objects.all(), *Meeting.objects.all(), *Duty.objects.all(), *HandOver.objects.all()]

    assert [row for row in rows if events.broken_at(row.record_key) is not None] == []
