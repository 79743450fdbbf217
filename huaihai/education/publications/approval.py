"""How a text is approved: three reviews (三审) by different people, then co-signatures (会签).

Co-signing (会签): who is asked, how many are needed and until when, one signature, and going out with the last.
Everything that decides whether a text goes out happens under the lock on its edition: two who sign at the same moment
make one publication.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.education import content, powers
from huaihai.education.models import CoSignature, Edition, Publication, Reply, Review
from huaihai.education.publications.forms import NoteForm, ReturnForm, SubmissionForm
from huaihai.education.publications.life import REVIEWING
from huaihai.education.publications.publishing import go_out
from huaihai.education.publications.verbs import lock, moving, require_writer, writes
from huaihai.education.replies import noticing
from huaihai.education.replies import verbs as replies_verbs
from huaihai.education.sending import receivers
from huaihai.education.sending import verbs as sending_verbs
from huaihai.governance import rules
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

Act = Callable[[], None]
PROGRAM = Actor.system("fall-due")


def begin(edition: Edition, *, at: datetime) -> None:
    """Signing begins: how many are needed and until when, by the rules of this day; those concerned are told.

    The caller holds the edition's row and saves it.
    """
    asked, day = powers.concerned(edition, at=at), local_day(at)
    edition.needed = min(rules.number(rule_of(edition), on=day), len(asked)) or 1
    edition.sign_by_at = at + (
        timedelta(minutes=rules.number(rules.SIGNING_MINUTES_URGENT, on=day))
        if edition.is_urgent
        else timedelta(hours=rules.number(rules.SIGNING_HOURS, on=day))
    )
    edition.passed_to_office_at = None
    receivers.ask(edition, asked, at=at)


def rule_of(edition: Edition) -> rules.Rule:
    """Which rule of the alliance says how many sign."""
    if edition.is_urgent:
        return rules.CO_SIGNATURES_URGENT
    is_warning = edition.publication.kind == Publication.Kind.WARNING
    return rules.CO_SIGNATURES if is_warning else rules.CO_SIGNATURES_OTHERS


def sign(
    edition: Edition,
    *,
    text_hash: str = "",
    body: Organisation | None = None,
    for_silent: bool = False,
    by: Actor,
    at: datetime,
) -> bool:
    """One signature under the text whose fingerprint was on the page; whether it went out by that.

    `body` and `for_silent` choose where somebody may sign for more than one. Raises NotAllowed, NotPossible (signed
    already, not in that stage), Moved (another text meanwhile).
    """
    with transaction.atomic():
        with moving(edition, "sign", by=by, at=at) as move:
            held = move.row
            if text_hash and text_hash != held.text_hash:
                raise Moved(held)
            chosen = _chosen(held, body, for_silent=for_silent, by=by, at=at)
            if standing_signatures(held).filter(body=chosen.body, for_silent=chosen.for_silent).exists():
                raise NotPossible(_("%(body)s has signed already.") % {"body": chosen.body.short_name})
            _require_one_body(held, chosen.body, by)
            CoSignature.objects.create(
                edition=held,
                body=chosen.body,
                submission=held.submission,
                text_hash=held.text_hash,
                is_on_duty=chosen.is_on_duty,
                for_silent=chosen.for_silent,
                by=by.key,
                at=at,
            )
            move.facts = {
                "body": chosen.body.key,
                "text": held.text_hash,
                "on_duty": chosen.is_on_duty,
                "for_silent": chosen.for_silent,
            }
        is_out = go_out_if_ready(edition, by=by, at=at)
        if not is_out and is_signed(edition, at=at):
            sending_verbs.under_embargo(edition, at=at)
    return is_out


def go_out_if_ready(edition: Edition, *, by: Actor, at: datetime) -> bool:
    """Let it go out if nothing is missing any more; whether it did. In the caller's transaction."""
    held = lock(edition)
    if held.stage != "signing" or not is_signed(held, at=at) or holds_back(held, at=at):
        return False
    _ask_those_named(held, at=at)
    go_out(held, by=by, at=at)
    edition.__dict__.update(held.__dict__)
    return True


def is_signed(edition: Edition, *, at: datetime) -> bool:
    """Whether enough have signed: as many bodies as needed, or one of them and the secretariat for the silent."""
    rows = list(standing_signatures(edition).values_list("body", "for_silent"))
    own = [body for body, for_silent in rows if not for_silent]
    return len(own) >= edition.needed > 0 or (bool(own) and len(own) < len(rows))


def holds_back(edition: Edition, *, at: datetime) -> bool:
    """Whether its planned moment has not come, or somebody who is named has still to be heard."""
    if edition.not_before is not None and edition.not_before > at:
        return True
    if edition.is_urgent or edition.purpose == Edition.Purpose.WITHDRAWAL:
        return False
    return edition.publication.replies.awaited(at).exists()


def standing_signatures(edition: Edition) -> QuerySet[CoSignature]:
    """Those under the text as it was handed in last."""
    return CoSignature.objects.filter(
        edition=edition, submission=edition.submission, text_hash=edition.text_hash
    )


def due_acts(at: datetime) -> Iterator[Act]:
    """For `huaihai record fall-due`: silence passes to the secretariat; what waited for its moment goes out."""
    signed_late = Edition.objects.filter(stage="signing", sign_by_at__lte=at, passed_to_office_at=None)
    for edition in signed_late.select_related("publication__publisher", "version").order_by("sign_by_at"):
        if powers.concerned(edition, at=at) and not is_signed(edition, at=at):
            yield partial(_pass_to_office, edition.pk, at)
    for edition in Edition.objects.filter(stage="signing").select_related("publication", "version"):
        if is_signed(edition, at=at) and not holds_back(edition, at=at):
            yield partial(_go_out, edition, at)


def _pass_to_office(key: UUID, at: datetime) -> None:
    """The secretariat may sign from now on for the bodies that stayed silent. Idempotent."""
    held = Edition.objects.select_related("publication").get(pk=key)
    try:
        with moving(held, "pass to office", by=PROGRAM, at=at) as move:
            if move.row.passed_to_office_at is not None or is_signed(move.row, at=at):
                raise NotPossible("")
            move.row.passed_to_office_at = at
            silent = [
                body.key
                for body in powers.concerned(move.row, at=at)
                if not standing_signatures(move.row).filter(body=body).exists()
            ]
            move.facts = {"silent": silent}
            receivers.ask_office(move.row, at=at)
    except NotPossible:  # signed, sent back or passed on since the list was read
        return


def _go_out(edition: Edition, at: datetime) -> None:
    with transaction.atomic():
        go_out_if_ready(lock(edition), by=PROGRAM, at=at)


def _chosen(
    edition: Edition, body: Organisation | None, *, for_silent: bool, by: Actor, at: datetime
) -> powers.Signing:
    """For whom the actor signs here. Raises NotAllowed."""
    for one in powers.signings(by, edition, at=at):
        if one.for_silent == for_silent and body in (None, one.body):
            return one
    raise NotAllowed(
        _("Only whoever is on duty now for a body that is asked, or speaks for it, signs this text.")
    )


def _require_one_body(edition: Edition, body: Organisation, by: Actor) -> None:
    """Somebody with posts in two cities signs for one of them. Raises NotAllowed."""
    if standing_signatures(edition).filter(by__in=persons.keys_of(by)).exclude(body=body).exists():
        raise NotAllowed(_("You have signed this text for another body; somebody else signs for this one."))


def _ask_those_named(edition: Edition, *, at: datetime) -> None:
    """An urgent text goes out before those it names were asked: they are asked at that moment."""
    for reply in Reply.objects.filter(publication=edition.publication_id, asked_at=None):
        if edition.version is not None:
            replies_verbs.ask_one(reply, edition, how=replies_verbs.AT_ONCE, by=PROGRAM, at=at)


def reviews(actor: Actor, edition: Edition) -> bool:
    """Whether the actor may look this edition over, and has not passed it."""
    if not powers.may_review(actor, edition):
        return False
    passed = edition.reviews.filter(submission=edition.submission, is_passed=True, by=actor.key)
    return not passed.exists()


def sends_back(actor: Actor, edition: Edition) -> bool:
    """Whoever writes, reviews or signs it."""
    return (
        writes(actor, edition)
        or powers.may_review(actor, edition)
        or bool(powers.signings(actor, edition, at=clock.now()))
    )


def left_to_sign(actor: Actor, edition: Edition, *, at: datetime) -> list[powers.Signing]:
    """For whom the actor may sign and has not."""
    given = set(standing_signatures(edition).values_list("body", "for_silent"))
    return [
        one for one in powers.signings(actor, edition, at=at) if (one.body.pk, one.for_silent) not in given
    ]


@page(
    "submission",
    "submit",
    gettext_lazy("Hand it in for review"),
    gettext_lazy("Handed in."),
    lead=gettext_lazy(
        "It can be changed again only when somebody sends it back. Reviews and signatures begin anew."
    ),
    button=gettext_lazy("Hand it in"),
    template="education/office/submission.html",
    form=SubmissionForm,
    options=lambda _actor, edition: {"unheard": noticing.unheard(edition)},
    context=lambda _actor, edition: {"unheard": noticing.unheard(edition)},
    may=writes,
)
def submit(
    edition: Edition, *, names_nobody: bool = False, seen: int | None = None, by: Actor, at: datetime
) -> Edition:
    """Hand a draft in: from now on all reviews and signatures are given anew. `names_nobody`: the author was asked
    about words that look like a business, and says so.

    Raises NotAllowed, NotPossible, Unfit (a part is missing; `field` names it), Moved.
    """
    require_writer(by, edition.publication.publisher, at=at)
    with moving(edition, "submit", by=by, at=at, seen=seen) as move:
        content.require(move.row)
        move.row.submission += 1
        move.facts = {"text": move.row.text_hash, "submission": move.row.submission}
        if names_nobody:
            move.facts["names_nobody"] = True
    return edition


@page(
    "review",
    "pass",
    gettext_lazy("Pass the review"),
    gettext_lazy("Passed."),
    form=NoteForm,
    lead=gettext_lazy(
        "Read it as those will who have to act on it: are the facts right, the words clear, the law cited well?"
    ),
    button=gettext_lazy("Pass it"),
    template="education/office/review.html",
    may=powers.may_review,
    has_turn=reviews,
)
def pass_review(
    edition: Edition, *, note: str = "", seen: int | None = None, by: Actor, at: datetime
) -> Edition:
    """One reviewer passes the text. After the last review, signing begins and those who sign are asked.

    The last one waits for the replies of those who are named (unless it is urgent), so that reviewers and signers
    have read them. Raises NotAllowed, NotPossible, Moved.
    """
    require_reviewer(edition, by)
    _require_new_person(edition, by)
    verb = "pass at once" if is_last_review(edition) and edition.stage == "first_review" else "pass"
    with moving(edition, verb, by=by, at=at, seen=seen, text=note.strip()) as move:
        held = move.row
        number = held.reviews.filter(submission=held.submission, is_passed=True).count() + 1
        if verb == "pass at once" and not _has_one_review(held):
            raise NotPossible(_("This text needs three reviews."))
        _require_new_person(held, by)
        if held.stage == "signing":
            require_replies(held, at=at)
            begin(held, at=at)
        _keep(held, number, note, is_passed=True, by=by, at=at)
        move.facts = {"round": number, "text": held.text_hash}
    return edition


@page(
    "return",
    "send back",
    gettext_lazy("Send it back"),
    gettext_lazy("Sent back."),
    form=ReturnForm,
    lead=gettext_lazy("It becomes a draft again; all reviews and signatures are given anew."),
    tone="late",
    may=sends_back,
)
def send_back(edition: Edition, *, note: str, seen: int | None = None, by: Actor, at: datetime) -> Edition:
    """Back to the writers with a note: by a reviewer, by a body that is asked to sign, or by the writers themselves.

    Raises NotAllowed, NotPossible, Unfit (no note), Moved.
    """
    if not note.strip():
        raise Unfit("note", _("Please say what has to be changed."))
    is_own = powers.may_write(by, edition.publication.publisher, at=at)
    if not is_own and not powers.may_review(by, edition) and not powers.signings(by, edition, at=at):
        raise NotAllowed(_("Only those who review or sign a text can send it back."))
    number = REVIEWING.get(edition.stage, len(REVIEWING) + 1)
    with moving(edition, "send back", by=by, at=at, seen=seen, text=note.strip()) as move:
        _keep(move.row, number, note, is_passed=False, by=by, at=at)
        move.facts = {"round": number, "text": move.row.text_hash}
        sending_verbs.call_off(move.row, at=at)
        move.row.sign_by_at = move.row.passed_to_office_at = None
    return edition


def require_reviewer(edition: Edition, by: Actor) -> None:
    """Raises NotAllowed."""
    if not powers.may_review(by, edition):
        raise NotAllowed(_("Whoever wrote on a text does not review it, and only staff concerned do."))


def require_replies(edition: Edition, *, at: datetime) -> None:
    """Raises NotPossible while the reply of somebody who is named is awaited. Urgent texts and withdrawals wait not."""
    if edition.is_urgent or edition.purpose == Edition.Purpose.WITHDRAWAL:
        return
    awaited = list(edition.publication.replies.awaited(at).values_list("name", flat=True))
    if awaited:
        raise NotPossible(
            _(
                "Named, and still to be heard: %(names)s. It goes out after the reply, or when its time is over."
            )
            % {"names": "、".join(awaited)}
        )
    _require_the_text_asked_about(edition)


def _require_the_text_asked_about(edition: Edition) -> None:
    """Before the first publication, whoever is named was asked about this text and no earlier one.

    An exposure has a rule of its own (`exposing`).
    """
    is_exposure = edition.publication.kind == Publication.Kind.EXPOSURE
    if edition.purpose != Edition.Purpose.FIRST or edition.version is None or is_exposure:
        return
    asked = edition.publication.replies.exclude(text_hash=edition.version.document_hash)
    if names := list(asked.values_list("name", flat=True)):
        raise NotPossible(
            _(
                "The text has changed since %(names)s was asked. Please ask again; who has replied is only told."
            )
            % {"names": "、".join(names)}
        )


def is_last_review(edition: Edition) -> bool:
    """Whether this edition needs no further review after the one that it is in."""
    return edition.stage == "third_review" or (_has_one_review(edition) and edition.stage == "first_review")


def _has_one_review(edition: Edition) -> bool:
    return edition.is_urgent or edition.purpose == Edition.Purpose.WITHDRAWAL


def _require_new_person(edition: Edition, by: Actor) -> None:
    passed = edition.reviews.filter(submission=edition.submission, is_passed=True)
    if passed.filter(by__in=persons.keys_of(by)).exists():
        raise NotAllowed(_("You have passed this text already; the next review is somebody else's."))


def _keep(edition: Edition, number: int, note: str, *, is_passed: bool, by: Actor, at: datetime) -> None:
    Review.objects.create(
        edition=edition,
        submission=edition.submission,
        round=number,
        text_hash=edition.text_hash,
        is_passed=is_passed,
        note=storable(note).strip(),
        body=by.organisation,
        by=by.key,
        at=at,
    )
