"""The file of a test that was run through: a second program, which knows nothing of ours, computes it again."""

import json

import pytest

from huaihai.supervision import releasing
from huaihai.supervision.grading.files import recompute
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.tests import second
from huaihai.supervision.grading.tests.test_second import WORDS, assert_same
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.measured import RELEASED

pytestmark = pytest.mark.django_db


def test_a_second_program_computes_every_kettle_of_the_released_file_again() -> None:
    scene = measured.ready()
    made = releasing.release(scene.project, by=scene.leader, at=RELEASED)
    file = json.loads(made.file)

    assert len(file["results"]) > 20
    assert_same(file, firm=False)
    assert lint(file) == []
    assert not any(one.differing for one in recompute(file))

    file["results"][3]["grade"] = "A" if file["results"][3]["grade"] != "A" else "B"
    again = second.recompute(file, firm=False)
    assert any(
        ours[name] != theirs[name]
        for ours, theirs in zip(file["results"], again, strict=True)
        for name in WORDS
    )
