"""Three reviews (三审) by different people, none of whom wrote on the text; one if urgent, or a withdrawal."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.education import completeness, powers
from huaihai.education.actions import broadcasting, signing
from huaihai.education.actions.editing import require_writer
from huaihai.education.actions.moving import moving
from huaihai.education.lifecycle import REVIEWING
from huaihai.education.models import Edition, Publication, Review
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor


def submit(edition: Edition, *, seen: int | None = None, by: Actor, at: datetime) -> Edition:
    """Hand a draft in: from now on all reviews and signatures are given anew.

    Raises NotAllowed, NotPossible, Unfit (a part is missing; `field` names it), Moved.
    """
    require_writer(by, edition.publication.publisher, at=at)
    with moving(edition, "submit", by=by, at=at, seen=seen) as move:
        completeness.require(move.edition)
        move.edition.submission += 1
        move.facts = {"text": move.edition.text_hash, "submission": move.edition.submission}
    return edition


def pass_review(
    edition: Edition, *, note: str = "", seen: int | None = None, by: Actor, at: datetime
) -> Edition:
    """One reviewer passes the text. After the last review, signing begins and those who sign are asked.

    The last one waits for the replies of those who are named (unless it is urgent), so that reviewers and signers
    have read them. Raises NotAllowed, NotPossible, Moved.
    """
    require_reviewer(edition, by)
    verb = "pass at once" if is_last_review(edition) and edition.stage == "first_review" else "pass"
    with moving(edition, verb, by=by, at=at, seen=seen, text=note.strip()) as move:
        held = move.edition
        number = held.reviews.filter(submission=held.submission, is_passed=True).count() + 1
        if verb == "pass at once" and not _has_one_review(held):
            raise NotPossible(_("This text needs three reviews."))
        _require_new_person(held, by)
        if held.stage == "signing":
            require_replies(held, at=at)
            signing.begin(held, at=at)
        _keep(held, number, note, is_passed=True, by=by, at=at)
        move.facts = {"round": number, "text": held.text_hash}
    return edition


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
        _keep(move.edition, number, note, is_passed=False, by=by, at=at)
        move.facts = {"round": number, "text": move.edition.text_hash}
        broadcasting.call_off(move.edition, at=at)
        move.edition.sign_by_at = move.edition.passed_to_office_at = None
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
    if edition.reviews.filter(submission=edition.submission, is_passed=True, by=by.key).exists():
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
