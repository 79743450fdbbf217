"""What `insight/apart.py` runs: protect a system of linked tables, then audit it."""

from dataclasses import replace
from typing import Any

from huaihai.insight.disclosure.linked import State, System, read, system_of
from huaihai.insight.disclosure.protecting import Audited, audit, protect


def protect_and_audit(given: dict[str, Any]) -> dict[str, Any]:
    """Takes `{"atoms": [n, …], "cells": [{"ways": [[atom, …], …], "state": "held|shown|withheld|latent", "cost": 1}]}`.

    Answers `withheld` (numbers of cells, earlier ones too), `stuck` (those for which nothing helped), and `audit`.
    """
    system = read(given)
    done = protect(system)
    found = audit(_with(system, done.withheld), only_touched=True)
    return {
        "withheld": sorted(done.withheld),
        "stuck": sorted(done.stuck | set(found.narrow)),
        "audit": {**_told(found), "programs": done.programs + found.programs},
    }


def audit_only(given: dict[str, Any]) -> dict[str, Any]:
    """The audit of a system as it stands."""
    found = audit(read(given))
    return {**_told(found), "narrow": sorted(found.narrow), "programs": found.programs}


def _with(system: System, withheld: set[int]) -> System:
    cells = [
        replace(cell, state=State.WITHHELD) if number in withheld else cell
        for number, cell in enumerate(system.cells)
    ]
    return system_of(system.atoms, cells)


def _told(found: Audited) -> dict[str, Any]:
    endless = found.narrowest is None or found.narrowest == float("inf")
    return {"cells": found.cells, "narrowest": None if endless else round(float(found.narrowest or 0), 3)}
