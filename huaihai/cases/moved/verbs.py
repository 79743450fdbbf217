"""A city that came or went is noted; a code is looked for among those that went; a statement opens what came."""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from huaihai.cases import numbers
from huaihai.cases.models import Case, CityMove, MovedCase
from huaihai.cases.moved import statements
from huaihai.cases.moved.statements import NotGood
from huaihai.cases.passing import own
from huaihai.desk import codes
from huaihai.kit import sealing, signing
from huaihai.kit.brakes import Brake
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _
from huaihai.kit.versions import by_version
from huaihai.members.actors import Actor
from huaihai.members.rings import city_of
from huaihai.record import events

ONCE: Final = Brake("moved-statement", most=1, seconds=3 * statements.GOOD_FOR)
PROGRAM: Final = Actor.system("leaving")
CAME, WENT, CARRIED = "city came", "city went", "receipt_code_carried"
AT_ONCE = 1_000


def note(
    *,
    city: str,
    is_here: bool,
    title: str,
    address: str,
    keys: Mapping[str, str],
    key_id: str,
    root: str,
    at: datetime,
) -> CityMove:
    """This city came here (`is_here`) or went, with the archive of this root; the rest is of the other installation,
    which signs with the key `key_id` now. Again changes nothing. Raises Refusal."""
    if key_id not in keys or not own.is_address(address):
        raise Refusal(
            _("The other site has no key, or no address to which a browser can be led: %(address)s"),
            address=address,
        )
    about = {"city": city, "title": title, "address": address, "keys": dict(keys), "key_id": key_id, "at": at}
    with transaction.atomic():
        row, is_new = CityMove.objects.get_or_create(root=root, is_here=is_here, defaults=about)
        if is_new:
            verb, facts = CAME if is_here else WENT, {"city": city, "root": root, "keys": sorted(keys)}
            events.write(subject=row.record_key, verb=verb, by=PROGRAM.key, at=at, facts=facts)
    return row


def keep(move: CityMove, cases: Iterable[tuple[str, str]]) -> int:
    """Of these complaints (number and fingerprint of the code), which go with it, what leads on; how many."""
    rows = [
        MovedCase(fingerprint=_fingerprint(number, was), move=move) for number, was in cases if number and was
    ]
    MovedCase.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(rows)


def gone() -> list[CityMove]:
    """The cities that are elsewhere now, the last word of each."""
    return [move for move in _last() if not move.is_here]


def gone_from(city: str) -> CityMove | None:
    """Where the complaints of this city are now; None if they are not elsewhere."""
    return next((move for move in gone() if move.city == city), None)


def led_on(number: str, code: str) -> CityMove | None:
    """Where the complaint went that these opened here; None if none did. Takes the same time whatever is typed."""
    there = {move.pk: move for move in gone()}
    if not there:
        return None
    found = _fingerprint(number, numbers.receipt_fingerprint(code))
    row = MovedCase.objects.filter(fingerprint=found).first()
    return there.get(row.move_id) if row is not None else None


def statement(move: CityMove, number: str, code: str) -> str:
    """What the consumer's browser carries there."""
    return statements.write(
        city=move.city,
        number=number,
        code=code,
        was=numbers.receipt_fingerprint(code),
        to=move.key_id,
        now=time.time(),
    )


def open_with(text: str, *, number: str, code: str, at: datetime) -> Case:
    """The complaint that came here with its city and that this statement opens; from now on number and code do.
    Raises NotGood."""
    came = {move.city: move.keys for move in _all() if move.is_here}
    me = signing.public_keys()
    said = statements.read(text, number=number, code=code, keys=came, me=me, now=time.time())
    if not ONCE.lets_through(said.id):
        raise NotGood(_("It was used already: it is good for one time."))
    with transaction.atomic():
        case: Case | None = Case.objects.select_for_update(of=("self",)).filter(number=number).first()
        if case is None or not case.receipt_hash or city_of(case.home_id) != said.city:
            raise NotGood(_("The complaint is not here any more."))
        now = numbers.receipt_fingerprint(code)
        if codes.fits(now, case.receipt_hash):
            return case
        if not codes.fits(said.was, case.receipt_hash):
            raise NotGood(_("The code of this complaint was replaced here: only the new one opens it."))
        case.receipt_hash = now
        case.save(update_fields=["receipt_hash"])
        events.write(subject=case.record_key, verb=CARRIED, by=Actor.public().key, at=at)
    return case


def _fingerprint(number: str, was: str) -> str:
    return sealing.fingerprint_of_code(f"{number}:{was}", purpose="moved")


def _last() -> list[CityMove]:
    return list({move.city: move for move in _all()}.values())


@by_version
def _all() -> list[CityMove]:
    return list(CityMove.objects.order_by("at", "pk"))
