"""Whoever alters how makers were heard is found: a decision, its reasons, an objection, a notice."""

from collections.abc import Callable

import pytest
from django.db import transaction

from huaihai.supervision.models import MakerNotice, Objection
from huaihai.supervision.testing.hearing import verbs
from huaihai.supervision.testing.hearing.tests.test_hearing import of_maker
from huaihai.supervision.testing.hearing.tests.test_objecting import SOON, object_to, seller
from huaihai.supervision.testing.misfits import of_hearing
from huaihai.supervision.testing.tests import measured

ALTERED: dict[str, Callable[[], object]] = {
    "the reasons of a decision": lambda: Objection.objects.exclude(reason="").update(reason="另有理由"),
    "its outcome": lambda: Objection.objects.filter(stage="kept").update(stage="counterfeit"),
    "who decided": lambda: Objection.objects.exclude(reason="").update(decided_by="account:x"),
    "an objection that was never decided": lambda: Objection.objects.filter(stage="raised").update(
        stage="kept", reason="不变"
    ),
    "an objection that is gone": lambda: Objection.objects.filter(stage="raised").delete(),
    "what a maker was told": lambda: MakerNotice.objects.update(told_hash="0" * 64),
    "silence that never was": lambda: MakerNotice.objects.filter(stage="told").update(stage="silent"),
    "an answer that never was": lambda: MakerNotice.objects.filter(stage="told").update(stage="answered"),
}


@pytest.mark.django_db
def test_what_was_altered_is_found() -> None:
    scene = measured.told()
    decided, _open = object_to(scene, of_maker(scene, 3)), object_to(scene, seller(scene))
    office = scene.kettles.people.office
    verbs.decide(decided, outcome="kept", reason="没有新证据。", by=office, at=SOON)
    assert list(of_hearing(scene.project)) == []
    for name, alter in ALTERED.items():
        with transaction.atomic():
            alter()
            assert list(of_hearing(scene.project)), name
            transaction.set_rollback(True)
