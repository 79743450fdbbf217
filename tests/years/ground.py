"""The database on which each year begins: the alliance, its people and two businesses; set back by copying it."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from huaihai.businesses.models import Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from tests import cast, tables
from tests.posts import PASSWORD, PROGRAM, SECRET, officer_of
from tests.years.acts import Scene
from tests.years.year import BEGINS


class Ground:
    """Made once a run; a year works on a copy."""

    def __init__(self) -> None:
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        tables.protect()
        self.scene = _scene()
        self._first = connection.settings_dict["NAME"]
        connection.close()

    def fresh(self) -> None:
        """Rows and files as they were before any year."""
        connections.close_all()
        connection.settings_dict["NAME"] = self._copied()
        shutil.rmtree(settings.FILES, ignore_errors=True)

    def _copied(self) -> str:
        own = Path(f"{self._first}.year")
        for more in ("-wal", "-shm"):
            Path(f"{own}{more}").unlink(missing_ok=True)
        return str(shutil.copyfile(self._first, own))


def _scene() -> Scene:
    people = cast.assemble(BEGINS)
    stated = Stated(name="Lamp shop (test)", region_code=cast.HOME, phone="13800000002")
    lamps, _place = find_or_write_down(stated, by=PROGRAM, at=BEGINS)
    words: dict[str, Any] = {"password": PASSWORD, "display_name": "Lu (test)", "totp_secret": SECRET}
    lu = open_account(username="lu", **words, by=PROGRAM, at=BEGINS)
    Representative.objects.create(account=lu, business=lamps, from_on=date(2026, 1, 1))
    third = Organisation.objects.cities().exclude(pk__in=(people.home.pk, people.lead.pk)).first()
    assert third is not None
    return Scene(people, Actor.business(lu, {lamps.pk}), officer_of(third.key, Role.HEAD))
