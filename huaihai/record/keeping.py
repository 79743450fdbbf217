"""Once a day: visits that ended and stored files without a row go; files that a row names and nobody finds are told.

What was found stands in the chain `system:files`, an event each time it is another than before.
"""

import logging
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.kit.filestore import keeping
from huaihai.record import clock_doubt, events

log = logging.getLogger(__name__)
SUBJECT = "system:files"
LOOKED = "files looked through"
LET_GO_WITHIN = timedelta(days=7)  # a file is swept a day after its row at the earliest


def once(*, at: datetime) -> int:
    """The day's round; how many files it removed. While the clock is doubted nothing goes: age is all it goes by."""
    if clock_doubt.standing() is not None:
        return 0
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    found = keeping.look()
    try:
        swept, too_many = keeping.sweep(found, brake=most(at)), 0
    except keeping.Braked as error:
        log.error("%s: none was removed; huaihai record check --sweep --release does it", error)
        swept, too_many = 0, len(found.orphans)
    note(missing=len(found.missing), swept=swept, too_many=too_many, at=at)
    return swept


def most(at: datetime) -> int:
    """How many files one sweep removes: what was emptied of late brings its own, each an original and what is shown."""
    let_go = sum(import_string(name)(since=at - LET_GO_WITHIN) for name in reactions.FILES_LET_GO)
    return keeping.MOST + 2 * int(let_go)


def note(*, missing: int, swept: int, too_many: int, at: datetime) -> None:
    """Keep what was found, if it is news."""
    facts = {"missing": missing, "too_many": too_many}
    if swept or facts != {"missing": 0, "too_many": 0} | last():
        with transaction.atomic():
            events.write(
                subject=SUBJECT, verb=LOOKED, by="system:keeping", at=at, facts=facts | {"swept": swept}
            )


def last() -> dict[str, Any]:
    """How many files were missing, and how many too many to be swept, when they were last looked through."""
    found = events.history(SUBJECT).last()
    return {name: found.facts[name] for name in ("missing", "too_many")} if found else {}
