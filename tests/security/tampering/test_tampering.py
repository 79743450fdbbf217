"""Whatever was changed past the program is found if it is older than a checkpoint that somebody else keeps.

A few of each kind in `make test`; with HUAIHAI_TAMPERINGS=600 (`make test-security`) six hundred.
"""

import os
from pathlib import Path
from random import Random

import pytest

from huaihai.record.verify import whole
from tests.security.tampering.attacks import ATTACKS

pytestmark = pytest.mark.django_db
HOW_MANY = int(os.environ.get("HUAIHAI_TAMPERINGS", len(ATTACKS)))
SEED = os.environ.get("HUAIHAI_SEED", "2026")
TRIALS = [(list(ATTACKS)[number % len(ATTACKS)], f"{SEED}-{number}") for number in range(HOW_MANY)]


def test_what_nobody_touched_fits(held: Path) -> None:
    seen = whole.prepare([held], [], with_keys=True)

    found = [str(one) for one in whole.findings(seen)]
    assert not found, "\n".join(found)
    assert seen.log.covered == seen.log.size == seen.counted.events > 2_000
    assert seen.counted.young == 0


@pytest.mark.parametrize(("kind", "seed"), TRIALS)
def test_a_tampering_is_found(kind: str, seed: str, held: Path) -> None:
    done = ATTACKS[kind](Random(seed))

    assert any(whole.findings(whole.prepare([held], [], with_keys=True))), f"{seed}: {done} was not found"
