"""One world in a process of its own, with a database of its own. It is told what to do, one thing at a time.

Nothing of Django is imported at the top: the environment has to be right before the settings are read.
"""

import gc
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.sizes import Size


def live(orders: Connection, size: Size, environment: Mapping[str, str]) -> None:
    """Fill a new world, then answer orders until there is none; each leaves the world as it was.

    Orders: ("subjects",), ("measure", subject), ("count", subject).
    """
    with tempfile.TemporaryDirectory(prefix="huaihai-bench-") as folder:
        os.environ.update(environment, HUAIHAI_VAR=folder, HUAIHAI_TESTING="1", HUAIHAI_DEMO="0")
        os.environ.update(HUAIHAI_HOSTS="testserver", DJANGO_SETTINGS_MODULE="huaihai.settings")
        os.environ.pop("HUAIHAI_ALLIANCE", None)
        (Path(folder) / "static").mkdir()
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks import acting, filling, subjects
        from huaihai.kit import clock

        clock.now = lambda: filling.NOW  # it stands still, so that both worlds live on the same day
        call_command("migrate", verbosity=0)
        world = filling.filled(size)
        gc.collect()
        gc.freeze()  # what filled the world is not looked through again before each measurement
        orders.send(world.told)
        answers: dict[str, Any] = {
            "subjects": lambda: [(one.name, one.grows, one.limit) for one in subjects.SUBJECTS],
            "measure": lambda name: acting.seconds(world, name),
            "count": lambda name: acting.queries(world, name),
        }
        with suppress(EOFError):  # nobody gives orders any more
            while True:
                what, *about = orders.recv()
                orders.send(answers[what](*about))
        acting.leave()
