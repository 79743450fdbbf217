"""Receiving: a draft, its answers, sending it; a visit written down; an entrusted case; consents given later.

Consents are given or taken back on the own page, on the telephone, at the counter. A withdrawn one stops what it was
given for: a case that the other city has not taken yet comes home, an invitation that was not served yet is called
off. What was passed on before cannot be called back.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from huaihai import alliance
from huaihai.businesses.models import Business, Place
from huaihai.businesses.register.verbs import Stated, at_known, find_or_write_down
from huaihai.cases import life, messages, numbers, owning
from huaihai.cases.helping import verbs as helping
from huaihai.cases.models import USUAL, Case, Complainant, Consent, ElsewhereNumber
from huaihai.cases.search import indexing
from huaihai.cases.verbs import negotiation, routing
from huaihai.cases.verbs.moving import SEALED, begin, moving, parties_of, sending
from huaihai.desk.lives import Moved, Unfit
from huaihai.desk.moving import Move
from huaihai.kit import phones
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.compiled import unread
from huaihai.kit.country import gettext as _
from huaihai.kit.keys import owners
from huaihai.kit.text import masking
from huaihai.law import jurisdiction
from huaihai.members import directory, staffing
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events, intake, outbox

CONSENT_WORDING = "2026-11"
FILED = "2026-12-brief"  # the words of the page of filing, shorter than those of "2026-12"
WITH_FUND = "2026-11-fund"  # the words that name a fund and its owner beside the business
READ_OUT = (
    "2026-11-read-out"  # the short words that an officer reads out; the consumer agrees by word of mouth
)
PERSON = ("name", "phone", "email", "address", "is_for_child", "acts_for")  # of a complaint written down
WRITTEN = (Case.Origin.LETTER, Case.Origin.EMAIL)
LAIN_AT_MOST = timedelta(days=30)  # from the day on which a letter came in until it is written down
ON_PAPER = "2026-12-on-paper"  # the words of the form on paper, which the consumer signs
NUMBER_TRIES = 5
TAKEN = re.compile("cases_case.number")  # of SQLite the column, of PostgreSQL the constraint


@dataclass(frozen=True)
class Receipt:
    """What the consumer keeps: shown once, on the page after filing."""

    case: Case
    number: str
    code: str
    is_new: bool


def start_draft(*, by: Actor, at: datetime, is_demo: bool = False, **facts: Any) -> Case:
    """A new, empty draft."""
    case = Case(is_demo=is_demo, stage_since=at, created_at=at, **facts)
    with transaction.atomic():
        begin(case, "start", by=by, at=at)
        Complainant.objects.create(case=case)
    return case


def save_answers(case: Case, **answers: Any) -> None:
    """Keep what was typed so far on a draft. The title is masked, since lists show it and it is not sealed."""
    if "title" in answers:
        person = case.complainant
        masked = masking.without_names(masking.mask(answers["title"]).text, person.name, person.acts_for)
        answers["title"] = masked[:80]
    place, was = case.consumer_at, case.sealed_for()
    for name, value in answers.items():
        setattr(case, name, value)
    changed = set(answers)
    if comes_elsewhere := case.sealed_for() != was:
        owners.note(case.pk, case.consumer_at)
        changed |= SEALED.keys()
    with transaction.atomic():
        if not Case.objects.select_for_update().filter(pk=case.pk, stage="draft").exists():
            raise Unfit("", _("This complaint has been sent already."))
        case.save(update_fields=changed)
        if comes_elsewhere:
            owning.settle(case, had_place=bool(place))


def consent(case: Case, *, purposes: list[str], wording: str = CONSENT_WORDING, at: datetime) -> None:
    """Record exactly these consents, in the wording shown; others given before, or to other words, are withdrawn."""
    with transaction.atomic():
        standing = case.consents.filter(withdrawn_at=None, purpose__in=USUAL)
        withdrawn = standing.exclude(purpose__in=purposes, wording=wording).update(withdrawn_at=at)
        if withdrawn and Consent.Purpose.OTHER_BODY not in purposes:
            helping.end_without_consent(case, at=at)
        for purpose in purposes:
            Consent.objects.get_or_create(
                case=case,
                purpose=purpose,
                withdrawn_at=None,
                defaults={"wording": wording, "given_at": at},
            )


def submit(
    case: Case,
    *,
    key: str,
    by: Actor,
    at: datetime,
    check: Callable[[Case], None] = lambda _draft: None,
    keep: Callable[[Receipt], None] = lambda _receipt: None,
) -> Receipt:
    """Send the draft: number, receipt code, home body, business, clock and first message in one transaction.

    Of the case given only its id counts: all else is read once, locked. `check` looks at the draft so read, and stops
    it by raising; `keep` keeps the receipt in the same transaction. The same key again returns the same number without
    a new code (the code is shown once). Raises Unfit naming what is missing.
    """
    made: dict[str, Receipt] = {}

    def act() -> dict[str, Any]:
        made["new"] = receipt = _send(unread(Case, case.pk), check, by=by, at=at)
        keep(receipt)
        return {"case": str(case.pk), "number": receipt.number}

    def send() -> tuple[dict[str, Any], bool]:
        return intake.once(key=f"intake:{key}", body=str(case.pk), at=at, act=act)

    answer, is_new = with_free_number(send)
    if not is_new:
        return Receipt(Case.objects.get(pk=answer["case"]), answer["number"], "", is_new)
    case.__dict__.update(made["new"].case.__dict__)
    return replace(made["new"], case=case)


def _send(case: Case, check: Callable[[Case], None], *, by: Actor, at: datetime) -> Receipt:
    code = numbers.new_receipt_code()
    with sending(case, "submit", by=by, at=at, is_whole=True) as move:
        draft = move.row
        check(draft)
        _complete(draft)
        begun_at = draft.home if draft.origin == Case.Origin.ONLINE else None
        if begun_at is not None:
            draft.home = received_by(begun_at, home_body(draft), on=local_day(at))
        give_number(draft, at)
        draft.receipt_hash = numbers.receipt_fingerprint(code)
        if draft.business is None:  # a draft begun at a poster knows it already
            stated, known = Stated(**draft.stated_business), draft.business_with_code
            draft.business, draft.place = find_or_write_down(
                stated, by=by, at=at, is_demo=draft.is_demo, known=known
            )
        move.facts = {"home": _key(draft.home), "evidence": draft.files, **begun(begun_at)}
        messages.filed(draft, at=at)
    return Receipt(case, case.number or "", code, True)


def begun(at_body: Organisation | None) -> dict[str, str]:
    """What the record says of the body at whose QR a complaint was begun."""
    return {"begun_at": at_body.key} if at_body else {}


def with_free_number[R](act: Callable[[], R]) -> R:
    """Do it, in its own transaction. Whether a number drawn is free, the database says in the end: where it is not,
    which is rare, all is done again with another one."""
    for _try in range(NUMBER_TRIES - 1):
        try:
            return act()
        except IntegrityError as error:
            if not TAKEN.search(str(error)):
                raise
    return act()


def _complete(case: Case) -> None:
    if not case.story or not case.title:
        raise Unfit("story", _("Please say what happened."))
    if not any(
        case.stated_business.get(name)
        for name in ("name", "code", "sign", "address", "phone", "payee", "shop_link")
    ):
        raise Unfit("name", _("Please say which business it is: its name, sign or address."))
    if not case.remedies:
        raise Unfit("remedies", _("Please choose how you want it solved."))
    if not case.complainant.name or case.complainant.reached_by is None:
        raise Unfit("phone", _("Please leave your name, and a phone number or an e-mail address."))
    if case.origin == Case.Origin.ONLINE and case.complainant.confirmed_at is None:
        raise Unfit("code", _("Please confirm your phone or e-mail first."))


def give_number(case: Case, at: datetime, *, since: datetime | None = None) -> None:
    """Home body (unless it is known), number, moment of receipt (`since`, where it came in earlier): within
    `with_free_number`. Raises Unfit if no body of ours can be home."""
    if case.home is None:
        case.home = home_body(case)
    owners.note(case.pk, case.home.pk)
    city = case.home.city or case.home
    case.submitted_at = since or at
    case.number = numbers.new_number(city.region_code, at.year)


def home_body(case: Case) -> Organisation:
    """The body of the consumer's city; for a consumer from outside, the body of the place of business."""
    place = jurisdiction.route(
        consumer_at=case.consumer_at,
        business_at=case.stated_business.get("region_code") or None,
        zone=alliance.load().zone,
    )
    if place.home is None:
        raise Unfit(
            "consumer_at", _("Neither you nor the business is in one of our cities. Please call {hotline}.")
        )
    return directory.body_for(place.home)


def received_by(begun_at: Organisation | None, by_rule: Organisation, *, on: date) -> Organisation:
    """Who receives a complaint that was begun at the QR of a body: that body, or the nearest above it in which somebody
    works with this site, as long as it is within the city that the rules name; else that city's."""
    if begun_at is None or not begun_at.is_within(by_rule):
        return by_rule
    rising = (begun_at, *begun_at.ancestors())
    return next(node for node in rising if node.pk == by_rule.pk or staffing.has_people(node, on=on))


def register(
    *,
    organisation: Organisation,
    origin: str,
    came_on: date | None = None,
    by: Actor,
    at: datetime,
    stated: Stated,
    **facts: Any,
) -> Receipt:
    """A visit, call, letter or e-mail that an officer writes down: received at once, with a receipt code to hand over.

    `came_on` is the day on which a letter or e-mail came in: clocks count from then. Among the facts may be `business`,
    one chosen from the register. Raises Unfit.
    """
    since = None
    if came_on is not None and came_on != local_day(at):
        if origin not in WRITTEN or not timedelta() <= local_day(at) - came_on <= LAIN_AT_MOST:
            raise Unfit("came_on", _("This day cannot be right here. Please check it."))
        since = local_moment(came_on)
    case = Case(origin=origin)
    return _write_down(
        case, "register", organisation=organisation, by=by, at=at, since=since, stated=stated, facts=facts
    )


def entrust(
    *,
    organisation: Organisation,
    regulator_number: str,
    due_on: date,
    by: Actor,
    at: datetime,
    stated: Stated,
    **facts: Any,
) -> Receipt:
    """A case that the market regulator entrusts to the association, with its number and its last day.

    Mediation is in the regulator's name and may not be entrusted further (Order 20, 17).
    """
    case = Case(origin=Case.Origin.ENTRUSTED, lead=organisation, regulator_number=regulator_number)
    return _write_down(
        case,
        "entrust",
        organisation=organisation,
        by=by,
        at=at,
        stated=stated,
        facts=facts,
        due={"decide": due_on},
    )


def take_over(
    *, organisation: Organisation, by: Actor, at: datetime, stated: Stated, **facts: Any
) -> Receipt:
    """A case that another alliance handed over: received here today, by the rules here."""
    case = Case(origin=Case.Origin.PASSED)
    return _write_down(
        case,
        "take_over",
        organisation=organisation,
        by=by,
        at=at,
        stated=stated,
        facts=facts,
        word="passed_in",
    )


def _write_down(
    case: Case,
    verb: str,
    *,
    organisation: Organisation,
    by: Actor,
    at: datetime,
    stated: Stated,
    facts: dict[str, Any],
    due: dict[str, date] | None = None,
    since: datetime | None = None,
    word: str = "filed",
) -> Receipt:
    person = {name: facts.pop(name) for name in PERSON if name in facts}
    names = person.get("name", ""), person.get("acts_for", "")
    facts["title"] = masking.without_names(masking.mask(facts["title"]).text, *names)[:80]
    business = facts.pop("business", None)
    for name, value in facts.items():
        setattr(case, name, value)
    person["phone"] = phones.stored(person.get("phone", ""))
    code = numbers.new_receipt_code()
    case.receipt_hash = numbers.receipt_fingerprint(code)
    case.home = case.responsible = organisation

    @transaction.atomic
    def write() -> None:
        case.business, case.place = meant(business, stated, by=by, at=at, is_demo=case.is_demo)
        case.stated_business = {name: value for name, value in vars(stated).items() if value}
        give_number(case, at, since=since)
        begin(case, verb, by=by, at=at, due=due, since=since)
        Complainant.objects.create(case=case, confirmed_at=at, **person)
        messages.tell_consumer(case, word, at=at)

    with_free_number(write)
    return Receipt(case, case.number or "", code, True)


def meant(
    business: Business | None, stated: Stated, *, by: Actor, at: datetime, is_demo: bool
) -> tuple[Business, Place | None]:
    """The business chosen from the register, else the one described."""
    if business is not None:
        return at_known(business, stated, at=at)
    return find_or_write_down(stated, by=by, at=at, is_demo=is_demo)


def supplement(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Add what the body asked for."""
    with moving(case, "supplement", by=by, at=at, seen=seen, text=text):
        pass


def discard(case: Case, *, by: Actor, at: datetime) -> None:
    """The consumer drops the draft: what was typed is erased."""
    with moving(case, "discard", by=by, at=at) as move:
        erase_draft(move)


def erase_draft(move: Move[Case]) -> None:
    """A dropped or expired draft keeps nothing personal: no words, no photo, no code sent to a telephone."""
    move.row.story, move.row.title, move.row.stated_business = "", "", {}
    if move.row.origin == Case.Origin.ONLINE:
        move.row.home = None  # where it was begun says something too, and no officer ever had it
    Complainant.objects.filter(case=move.row).delete()
    move.row.evidence.all().delete()
    outbox.forget([move.row.record_key])
    indexing.forget(move.row)
    ElsewhereNumber.objects.filter(case=move.row).delete()


def _key(organisation: Organisation | None) -> str:
    return organisation.key if organisation else ""


VERB = "consents_written_down"


def change(case: Case, *, purposes: list[str], by: Actor, at: datetime) -> None:
    """The consumer of a sent complaint says which consents stand from now on."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        consent(held, purposes=purposes, at=at)
        facts = {"purposes": sorted(purposes)}
        events.write(subject=held.record_key, verb="consents_changed", by=by.key, at=at, facts=facts)
        _stop_what_has_no_consent(held, purposes, by=by, at=at)


def write_down(case: Case, *, purposes: list[str], text: str, by: Actor, at: datetime, seen: int) -> None:
    """From now on exactly these consents stand; `text` says when and how the consumer told. Raises Moved."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if held.version != seen:
            raise Moved(held)
        consent(held, purposes=purposes, at=at)
        facts = {"purposes": sorted(purposes), "on_word": True}
        events.write(subject=held.record_key, verb=VERB, by=by.key, at=at, facts=facts, text=text)
        indexing.changed(held)
        _stop_what_has_no_consent(held, purposes, by=by, at=at)


def _stop_what_has_no_consent(case: Case, purposes: list[str], *, by: Actor, at: datetime) -> None:
    if case.stage == "forwarded" and Consent.Purpose.OTHER_BODY not in purposes:
        is_lead = not parties_of(by, case) & {life.HOME, life.CONSUMER}
        back_home = routing.send_back if is_lead else routing.recall
        back_home(case, text=_("The consumer withdrew the consent."), for_consent=True, by=by, at=at)
    elif case.stage == "inviting" and Consent.Purpose.BUSINESS not in purposes:
        negotiation.call_off(case, text=_("The consumer withdrew the consent."), by=by, at=at)
