"""The programme of a year while topics come in."""

import pytest

from huaihai.supervision.programme.tests.programmes import Year, collecting


@pytest.fixture
def year() -> Year:
    return collecting()
