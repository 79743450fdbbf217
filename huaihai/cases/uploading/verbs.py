"""Making the code, and what it opens: an hour of sending files to one case, and nothing to read."""

from datetime import datetime, timedelta

from django.db import transaction

from huaihai.cases import life
from huaihai.cases.models import Case, UploadCode
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import sealing
from huaihai.members.actors import Actor
from huaihai.record import events

GOOD_FOR = timedelta(hours=1)
CODE_LENGTH = 26  # 130 random bits


class CodeOver(Exception):
    """The code is unknown, ran out or was replaced, or the case has ended: all look the same."""


def make_code(case: Case, *, by: Actor, at: datetime) -> str:
    """A new code, given back this once. An earlier one of the case ends. Raises NotAllowed, NotPossible."""
    code = codes.drawn(CODE_LENGTH)
    with transaction.atomic():
        held = (
            Case.objects.select_for_update(of=("self",)).select_related("home", "responsible").get(pk=case.pk)
        )
        if not parties_of(by, held) & {life.BODY, life.HOME}:
            raise NotAllowed("only the bodies of a case make a code for it")
        if held.stage not in life.OPEN:
            raise NotPossible("files are taken while a case is open")
        held.upload_codes.filter(ended_at=None).update(ended_at=at)
        made = UploadCode.objects.create(
            case=held, code_hash=_fingerprint(code), made_by=by.key, made_at=at, expires_at=at + GOOD_FOR
        )
        facts = {"code": str(made.pk)}
        events.write(subject=held.record_key, verb="upload_code_made", by=by.key, at=at, facts=facts)
    return code


def open_code(code: str, *, at: datetime) -> UploadCode:
    """What this code opens now. Raises CodeOver."""
    rows = UploadCode.objects.select_related("case__home", "case__responsible")
    found = rows.filter(
        code_hash=_fingerprint(code), ended_at=None, expires_at__gt=at, case__stage__in=life.OPEN
    ).first()
    if found is None:
        raise CodeOver
    return found


def actor_of(code: UploadCode) -> Actor:
    """Whoever holds the phone sends as the consumer, to this case alone."""
    return Actor.consumer({code.case_id})


def _fingerprint(code: str) -> str:
    return sealing.fingerprint_of_code(codes.plain(code), purpose="upload")
