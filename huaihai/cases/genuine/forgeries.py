"""What strangers sent in our name: handed in by whoever got it, counted for early warning, looked at, erased."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from huaihai import alliance
from huaihai.cases.models import Consultation, ForgedReport
from huaihai.cases.models.forged import FORGED
from huaihai.desk import codes
from huaihai.desk.moving import begin
from huaihai.governance import secretariat
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.text import masking
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.packs.words import of_country
from huaihai.record import events

WORD = f"冒充{of_country().named['association_short'].zh}"  # by which early warning counts them
BY_ITSELF = Actor.public()
KEPT: Final = timedelta(days=365)
PROGRAM: Final = Actor.system("fall-due")
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Fraudsters invent numbers: unlike `kit.text.masking`, these ask for no check digit.
_HIDDEN: Final = re.compile(
    r"(?<!\d)\d(?:[ \-—－.·]?\d){5,}(?![\d元])"
    r"|(?<![a-z0-9])(?=[a-z_\-]*\d)(?=[0-9_\-]*[a-z])[a-z0-9][a-z0-9_\-]{5,}"
    r"|(?:(?<=微信)|(?<=薇信)|(?<=v信)|(?<=支付宝)|(?<=[账帐][号户])|(?<=微信号)|(?<=加[v微薇]))"
    r"[\s:：是为联系]{0,4}[a-z0-9][a-z0-9_@.\-]{4,}"
    r"|(?:(?<=收款人)|(?<=户名)|(?<=姓名[：:是])|(?<=联系人[：:是]))[\s:：是为叫]{0,3}[\u4e00-\u9fff]{2,3}",
    re.IGNORECASE,
)


_LINK: Final = re.compile(
    r"(?:https?://|(?<![a-z0-9@.\-])(?=(?:[a-z0-9\-]+\.)+[a-z]{2,}))[a-z0-9\-._~:/?#@!$&*+=%]+", re.IGNORECASE
)


def hand_in(
    *,
    got: str,
    at: datetime,
    city: str = "",
    how: str = ForgedReport.How.OTHER,
    phone: str = "",
    photo: Stored | None = None,
    is_demo: bool = False,
) -> ForgedReport:
    """Keep what it said, sealed and whole: for the city that was named, here or in its words, or else for the
    secretariat. `phone` is of whoever handed it in."""
    made = ForgedReport(
        number=_new_number(),
        body=_body(city or _city_in(got), at),
        how=how,
        words=got,
        phone=phone,
        at=at,
        is_demo=is_demo,
    )
    if photo is not None:
        made.photo_sha256, made.photo_kind = photo.sha256, photo.kind
        made.photo_derivative = photo.derivative
    with transaction.atomic():
        begin(made, "forged_handed_in", FORGED, by=BY_ITSELF, at=at, how=how, number=made.number)
    return made


def without_numbers(words: str) -> str:
    """The words without telephones, accounts, chat names and named payees: for lists and whatever is published."""
    return _HIDDEN.sub(masking.HIDDEN, masking.mask(words).text)


def without_traces(words: str) -> str:
    """The same without the links that lead to them: a warning must not spread what it warns of."""
    return without_numbers(_LINK.sub(masking.HIDDEN, words))


def open_words(row: ForgedReport, *, by: Actor, at: datetime) -> None:
    """Somebody looks at the whole of what it says: the record keeps who."""
    with transaction.atomic():
        held = ForgedReport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        events.write(
            subject=held.record_key, verb="forged_shown", by=by.key, at=at, facts={"what": ["words"]}
        )


def _city_in(words: str) -> str:
    """The member city that these words name first."""
    named = [(words.find(city.name), city.code) for city in alliance.load().cities if city.name in words]
    return min(named)[1] if named else ""


def _body(city: str, at: datetime) -> Organisation:
    office = secretariat.secretariat_on(local_day(at)) if not city else None
    return office or directory.body_for(city or alliance.load().cities[0].code)


def _new_number() -> str:
    """A number that nobody can guess, without letters that look alike."""
    while True:
        number = f"F-{codes.grouped(codes.drawn(8, _LETTERS))}"
        if not ForgedReport.objects.filter(number=number).exists():
            return number


def handed_in(since: datetime, until: datetime) -> Iterator[tuple[datetime, object]]:
    """When and for which body each came, from one moment to before another; earlier ones are consultations."""
    rows = ForgedReport.objects.filter(at__gte=since, at__lt=until).order_by("at")
    before = Consultation.objects.filter(
        answered_by=BY_ITSELF.key, answered_at__gte=since, answered_at__lt=until
    ).order_by("answered_at")
    yield from chain(before.values_list("answered_at", "body"), rows.values_list("at", "body"))


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """Words, telephones and photos that are a year old are erased; the row is still counted."""
    old = ForgedReport.objects.filter(erased_at=None, at__lt=at - KEPT)
    for pk in old.order_by("at").values_list("pk", flat=True):
        yield partial(_erase, pk, at)


EMPTIED: Final = ("words", "phone", "photo_sha256", "photo_kind", "photo_derivative", "note")


def _erase(pk: UUID, at: datetime) -> None:
    with transaction.atomic():
        held: Any = ForgedReport.objects.select_for_update(of=("self",)).get(pk=pk)
        for name in EMPTIED:
            setattr(held, name, "")
        held.erased_at = at
        held.save(update_fields=[*EMPTIED, "erased_at"])
        events.write(subject=held.record_key, verb="forged_erased", by=PROGRAM.key, at=at)
