import pytest

from huaihai.insight.alarms.tests import scene
from huaihai.insight.models import Alarm
from tests.posts import load_alliance


@pytest.fixture
def alliance(db: None) -> None:
    """The bodies and their secretariat."""
    load_alliance()


@pytest.fixture
def alarm(alliance: None) -> Alarm:
    """An alarm about a trade and a nature in Suqian, raised last night."""
    return scene.an_alarm()
