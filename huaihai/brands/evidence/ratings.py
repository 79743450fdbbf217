"""Ratings: whose purchase is known, by a case that ended or a slip from a re-visit. There is no open vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.life import DIRECTORY
from huaihai.brands.models import Entry, Rating, Slip
from huaihai.brands.models.ratings import FEWEST, MOST
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.businesses.models import Business, Enrolment
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.cases.models import Case, Complainant
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import sealing
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

LENGTH = 12
RATED_WITHIN = timedelta(days=180)  # of the end of the case
HEARTS: Final = ("overall", "safe", "ease", "care")
LONGEST: Final = 200
THE_BUYER: Final = Actor.system("brand rating")  # the record must not say whose case it was


def code(sheet: UUID, number: int) -> str:
    """The code of this slip, to be read aloud: "abcd-efgh-jkmn"."""
    value = int(sealing.blind(f"{sheet}:{number}", purpose="brand slip"), 16)
    return codes.grouped(codes.spelt(value, LENGTH))


def spelled(typed: str) -> str:
    """A code as it stands on the slip and in addresses, however it was typed."""
    return codes.grouped(_plain(typed))


def fingerprint(typed: str) -> str:
    """What is stored of a code; small and capital letters, hyphens and spaces make no difference."""
    return sealing.fingerprint_of_code(_plain(typed), purpose="brand slip")


def _plain(typed: str) -> str:
    return "".join(char for char in typed.lower() if char.isalnum())[:40]


def is_open_to_rating(case: Case, *, today: date) -> bool:
    """Whether the case ended, not long ago, with a settlement that the consumer confirmed, or after the association had
    admitted it, with an agreement or without: who got nothing bought all the same."""
    if case.business_id is None or case.ended_at is None or local_day(case.ended_at) + RATED_WITHIN < today:
        return False
    if case.admitted_at is not None:
        return case.stage in ("closed", "terminated")
    return case.stage == "closed" and case.result == Case.Result.FULFILLED and hasattr(case, "agreement")


def entries_of(case: Case) -> list[Entry]:
    """What the case can be about: things of the same business in the directory, at the same place if both are known,
    the nearest first; of a group above only what has no place."""
    if case.business is None:
        return []
    levels = pledges_facts.line(case.business)
    place = Q(place=None) if case.place_id is None else Q(place=None) | Q(place=case.place_id)
    own = Q(business__in=levels[0]) & (Q() if case.place_id is None else place)
    above = Q(business__in=frozenset().union(*levels[1:]), place=None)
    rows = Entry.objects.directory().filter(own | above).select_related("body", "business")
    return sorted(rows, key=lambda one: (one.place_id is None, one.number))


def token_of_case(case: Case) -> str:
    """What is stored instead of the case."""
    return sealing.blind(f"case:{case.pk}", purpose="brand rating")


def token_of_slip(code_hash: str) -> str:
    """What is stored instead of the slip."""
    return sealing.blind(f"slip:{code_hash}", purpose="brand rating")


def has_rated(case: Case) -> bool:
    """Whether this case has had its say."""
    return Rating.objects.filter(token=token_of_case(case)).exists()


def is_own(case: Case) -> bool:
    """Whether the consumer can be reached under a telephone of the business itself."""
    complainant = Complainant.objects.filter(case=case).first()
    if complainant is None or not complainant.phone or case.business is None:
        return False
    keys = pledges_facts.line(case.business)[0]
    phone = str(complainant.phone)
    own = Business._meta.get_field("phone_index").of(phone)
    contact = Enrolment._meta.get_field("phone_index").of(phone)
    return (
        Business.objects.filter(pk__in=keys, phone_index=own).exists()
        or Enrolment.objects.filter(business__in=keys, phone_index=contact).exists()
    )


@dataclass(frozen=True)
class BuyerWords:
    """What a buyer says: stars from 1 to 5 under the names of `HEARTS`, and a few words or none."""

    stars: Mapping[str, int]
    words: str = ""


def rate_after_case(case: Case, entry: Entry, said: BuyerWords, *, by: Actor, at: datetime) -> Rating:
    """The consumer of a case that ended rates what it was about. Raises NotAllowed, NotPossible, Unfit."""
    if case.pk not in by.case_ids:
        raise NotAllowed(_("Only the consumer of this case can rate."))
    if not is_open_to_rating(case, today=local_day(at)):
        raise NotPossible(_("This case does not open the way to a rating."))
    if entry.pk not in {one.pk for one in entries_of(case)}:
        raise NotPossible(_("This case was not about that."))
    _require_buyer(entry, by)
    if is_own(case):
        raise NotAllowed(_("Nobody rates the own business."))
    made = _rating(entry, said, Rating.Way.CASE, token_of_case(case), at)
    return _store(entry, made, at)


def rate_with_slip(typed: str, said: BuyerWords, *, by: Actor, at: datetime) -> Rating:
    """Whoever holds a slip from a re-visit rates once. Raises NotAllowed, NotPossible, Unfit."""
    with transaction.atomic():
        slip = slip_of(typed, at=at, is_locked=True)
        entry = slip.sheet.entry
        _require_buyer(entry, by)
        made = _rating(entry, said, Rating.Way.VISIT, token_of_slip(slip.code_hash), at)
        made.sheet = slip.sheet
        slip.is_used = True
        slip.save(update_fields=["is_used"])
        return _store(entry, made, at)


def slip_of(typed: str, *, at: datetime, is_locked: bool = False) -> Slip:
    """The slip with this code, if it is good today. Raises NotPossible: it never says why, for nobody shall try."""
    rows = Slip.objects.select_for_update(of=("self",)) if is_locked else Slip.objects.all()
    slip: Slip | None = (
        rows.select_related("sheet__entry__business", "sheet__entry__body")
        .filter(code_hash=fingerprint(typed), is_used=False, sheet__expires_on__gte=local_day(at))
        .first()
    )
    if slip is None or slip.sheet.entry.stage not in DIRECTORY:
        raise NotPossible(_("This code is not good, or was used already."))
    return slip


def look(rating: Rating, *, is_shown: bool, by: Actor, at: datetime) -> None:
    """Somebody of staff looks at the words: they are shown as they are, or not at all.

    Raises NotAllowed, NotPossible.
    """
    if not works(by):
        raise NotAllowed(_("Only staff of a city's association can do that."))
    if powers.is_of_city(by, rating.entry):
        raise NotAllowed(_("People of the entry's own city do not decide about it."))
    noted = "rating words shown" if is_shown else "rating words hidden"
    with moving(rating.entry, "note", who=Who.STAFF, noted=noted, by=by, at=at):
        held = Rating.objects.select_for_update().get(pk=rating.pk)
        if held.look == Rating.Look.NONE:
            raise NotPossible(_("There are no words."))
        held.look = Rating.Look.SHOWN if is_shown else Rating.Look.HIDDEN
        held.looked_by, held.looked_at = by.key, at
        held.save(update_fields=["look", "looked_by", "looked_at"])
    rating.__dict__.update(held.__dict__)


def _require_buyer(entry: Entry, by: Actor) -> None:
    if by.kind in ("officer", "system"):
        raise NotAllowed(_("Staff do not rate."))
    own = frozenset().union(*pledges_facts.line(entry.business)) | {entry.business_id}
    if by.business_ids & own:
        raise NotAllowed(_("Nobody rates the own business."))


def _rating(entry: Entry, said: BuyerWords, way: str, token: str, at: datetime) -> Rating:
    for name in HEARTS:
        if not FEWEST <= said.stars.get(name, 0) <= MOST:
            raise Unfit(name, _("Please choose one to five."))
    try:
        words = mask(storable_name(said.words)).text
    except UnstorableTextError as error:
        raise Unfit("words", _("This holds signs that cannot be stored.")) from error
    if len(words) > LONGEST:
        raise Unfit("words", _("This is too long. Please shorten it."))
    look_first = Rating.Look.WAITING if words else Rating.Look.NONE
    stars = {name: said.stars[name] for name in HEARTS}
    return Rating(
        entry=entry, way=way, token=token, words=words, look=look_first, rated_on=local_day(at), **stars
    )


def _store(entry: Entry, made: Rating, at: datetime) -> Rating:
    with moving(entry, "note", who=Who.ANYBODY, noted="rated", by=THE_BUYER, at=at) as move:
        if Rating.objects.filter(token=made.token).exists():
            raise NotPossible(_("You have rated already. Thank you!"))
        made.entry = move.row
        move.rows.append(made)
    return made
