"""The verbs of an exposure: proposing, telling the business, handing in, and the four ways in which it ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.desk.lives import NEW, NotPossible, Unfit
from huaihai.desk.moving import Move, Moving, event_of
from huaihai.desk.verbs import page
from huaihai.education.content import Content, of_version
from huaihai.education.exposing import wording
from huaihai.education.exposing.forms import EndForm, HandInForm
from huaihai.education.exposing.life import LIFE
from huaihai.education.models import Edition, Exposure, Publication, Reply
from huaihai.education.publications import approval
from huaihai.education.publications import verbs as publications_verbs
from huaihai.education.publications.corrections import take_down
from huaihai.education.replies import verbs as replies_verbs
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.law import grounds
from huaihai.law.limits import EXPOSURE_SHOWN
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import Event

Act = Callable[[], None]
PROGRAM = Actor.system("fall-due")
GROUNDS = {ground.code: ground for ground in grounds.EXPOSURE}


def _lock(exposure: Exposure) -> Exposure:
    rows = Exposure.objects.select_for_update(of=("self",))
    return rows.select_related("publication__publisher", "business").get(pk=exposure.pk)


def _say_which(move: Move[Exposure], _at: datetime) -> None:
    move.facts = {"business": str(move.row.business_id), **move.facts}
    move.text = move.row.end_reason


MOVING = Moving[Exposure](
    LIFE, lock=_lock, event=event_of("exposure"), version="turn", tells_stage=None, settle=_say_which
)


@contextmanager
def moving(
    exposure: Exposure, verb: str, *, seen: int | None = None, by: Actor, at: datetime
) -> Iterator[Move[Exposure]]:
    """An exposure under this verb, for whoever writes for its publisher. Raises NotAllowed, NotPossible, Moved."""
    publications_verbs.require_writer(by, exposure.publication.publisher, at=at)
    with MOVING(exposure, verb, seen=seen, by=by, at=at) as move:
        yield move


def reply_of(exposure: Exposure) -> Reply | None:
    """The word of the business."""
    reply: Reply | None = exposure.publication.replies.filter(business=exposure.business).first()
    return reply


def is_awaited(exposure: Exposure) -> bool:
    """Whether the business was told and has time left to answer."""
    reply = reply_of(exposure)
    return bool(reply and reply.answered_at is None and reply.due_at and reply.due_at > clock.now())


def _has_answered(exposure: Exposure) -> bool:
    reply = reply_of(exposure)
    return reply is not None and reply.answered_at is not None


def _is_written(exposure: Exposure) -> bool:
    """While its text is in review, the business is told and the text handed in no more."""
    return _newest_edition(exposure).stage == "draft"


def _tells(exposure: Exposure) -> str:
    reply = reply_of(exposure)
    return _("Tell the business again") if reply and reply.asked_at else _("Tell the business")


def propose(
    business: Business,
    content: Content,
    *,
    ground: str,
    shown_name: str,
    publisher: Organisation,
    case: Case | None = None,
    by: Actor,
    at: datetime,
) -> Exposure:
    """A draft that names this business on this ground; nobody outside sees it.

    Raises NotAllowed, NotPossible (one is open already), Unfit (no ground, no name, another business's case).
    """
    name = storable_name(shown_name)
    if ground not in GROUNDS:
        raise Unfit("ground", pgettext("exposures", "Please choose the ground."))
    if not name:
        raise Unfit("shown_name", _("Please write the name on the shop's sign."))
    if case is not None and case.business_id != business.pk:
        raise Unfit("case", _("This complaint is not about that business."))
    with transaction.atomic():
        edition = publications_verbs.open_first(
            content, kind=Publication.Kind.EXPOSURE, publisher=publisher, by=by, at=at
        )
        exposure = Exposure(
            publication=edition.publication,
            business=business,
            case=case,
            ground=ground,
            shown_name=name,
            stage=LIFE.after("propose", NEW),
            opened_at=at,
        )
        try:
            with transaction.atomic():
                exposure.save(force_insert=True)
        except IntegrityError as error:
            raise NotPossible(_("This business is being exposed on this ground already.")) from error
        replies_verbs.name(edition, business, called=name, by=by, at=at)
        events.write(
            subject=exposure.record_key,
            verb="exposure_propose",
            by=by.key,
            at=at,
            facts={"business": str(business.pk), "ground": ground},
        )
    return exposure


@page(
    "notice",
    "notify",
    gettext_lazy("Tell the business"),
    gettext_lazy("The business is told; its time to answer runs."),
    lead=gettext_lazy(
        "It is told what is to be published and until when it may answer. Its answer stands beside the text."
    ),
    label=_tells,
    when=lambda exposure: _is_written(exposure) and not _has_answered(exposure),
)
def notify(exposure: Exposure, *, seen: int | None = None, by: Actor, at: datetime) -> Exposure:
    """Tell the business what is to be published, and until when it may answer; again, if the text has changed.

    Raises NotAllowed, NotPossible, Moved.
    """
    with moving(exposure, "notify", seen=seen, by=by, at=at) as move:
        held, edition = move.row, _newest_edition(move.row)
        if edition.stage != "draft":
            raise NotPossible(_("Its text is in review already."))
        replies_verbs.ask(held.publication.replies.get(business=held.business), edition, by=by, at=at)
    return exposure


@page(
    "handing-in",
    "hand in",
    gettext_lazy("Check and hand in"),
    gettext_lazy("It is handed in for review."),
    form=HandInForm,
    lead=gettext_lazy(
        "The wording is checked for persons, numbers and verdicts; then other people review and sign it."
    ),
    options=lambda _actor, exposure: {"is_sole_trader": exposure.is_sole_trader},
    when=lambda exposure: _is_written(exposure) and not is_awaited(exposure),
)
def hand_in(
    exposure: Exposure, *, owner: str = "", seen: int | None = None, by: Actor, at: datetime
) -> Exposure:
    """The wording is checked, and the text goes to its reviewers. A sole trader's `owner` is looked for, not kept.

    Raises NotAllowed, NotPossible (the business still has time, or was told of another text), Unfit (what may not be
    published), Moved.
    """
    with transaction.atomic():
        with moving(exposure, "hand in", seen=seen, by=by, at=at) as move:
            held, edition = move.row, _newest_edition(move.row)
            approval.require_replies(edition, at=at)
            _require_told(held, edition)
            held.checked_hash = _checked(held, edition, owner)
            move.facts = {"text": edition.text_hash}
        approval.submit(edition, by=by, at=at)
    return exposure


def went_out(event: Event) -> None:
    """Called with every publication: an exposure that went out stands until its day."""
    rows = Exposure.objects.select_related("publication__publisher")
    exposure = rows.filter(publication=UUID(event.subject.partition(":")[2]), stage="ready").first()
    if exposure is None:
        return
    with MOVING(exposure, "show", by=PROGRAM, at=event.at) as move:
        body = exposure.publication.publisher or directory.root()
        limit = limit_for(body, EXPOSURE_SHOWN, local_day(event.at))
        until = local_day(event.at) + timedelta(days=limit.number)
        move.row.shown_at, move.row.expires_on = event.at, until
        move.facts = {"until": until.isoformat()}


@page(
    "cure",
    "cure",
    gettext_lazy("The business has made good"),
    gettext_lazy("It is taken down."),
    form=EndForm,
    lead=gettext_lazy("It is taken down everywhere at once, and everybody who got it is told."),
)
def cure(exposure: Exposure, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Exposure:
    """The business has made good: its name is taken down everywhere. Raises NotAllowed, NotPossible, Unfit, Moved."""
    return _end(exposure, "cure", reason=reason, seen=seen, by=by, at=at)


@page(
    "retraction",
    "retract",
    gettext_lazy("Retract it"),
    gettext_lazy("It is retracted."),
    form=EndForm,
    lead=gettext_lazy("It was wrong. It is taken back on every channel and counts nowhere."),
    tone="late",
)
def retract(exposure: Exposure, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Exposure:
    """It was wrong: it is taken back on every channel and counts nowhere, also if it had ended already.

    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    return _end(exposure, "retract", reason=reason, seen=seen, by=by, at=at)


@page(
    "drop",
    "drop",
    gettext_lazy("Drop it"),
    gettext_lazy("It is dropped."),
    form=EndForm,
    lead=gettext_lazy("It is not published. The draft stays in the record."),
    tone="late",
)
def drop(exposure: Exposure, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Exposure:
    """It is not published after all. Raises NotAllowed, NotPossible, Unfit, Moved."""
    with moving(exposure, "drop", seen=seen, by=by, at=at) as move:
        _close(move.row, reason, at=at)
        edition = _newest_edition(move.row)
        if edition.is_open:
            publications_verbs.drop(edition, reason=move.row.end_reason, by=by, at=at)
    return exposure


def due_acts(at: datetime) -> Iterator[Act]:
    """For `huaihai record fall-due`: exposures whose time is over."""
    for exposure in Exposure.objects.in_force().filter(expires_on__lt=local_day(at)).order_by("expires_on"):
        yield partial(_expire, exposure, at)


def _expire(exposure: Exposure, at: datetime) -> None:
    with translation.override("zh-hans"):  # everybody reads it
        reason = _("Its time was over.")
    _end(exposure, "expire", reason=reason, by=PROGRAM, at=at)


def _end(
    exposure: Exposure, verb: str, *, reason: str, seen: int | None = None, by: Actor, at: datetime
) -> Exposure:
    with moving(exposure, verb, seen=seen, by=by, at=at) as move:
        _close(move.row, reason, at=at)
        take_down(move.row.publication, reason=move.row.end_reason, by=by, at=at)
    return exposure


def _newest_edition(held: Exposure) -> Edition:
    rows = held.publication.editions.select_related("publication__publisher", "version")
    edition: Edition = rows.latest("number")
    return edition


def _checked(held: Exposure, edition: Edition, owner: str) -> str:
    """The fingerprint of a text whose wording may be published. Raises Unfit."""
    if held.is_sole_trader and not owner.strip():
        raise Unfit("owner", _("Please type the owner's name, so that it can be looked for. It is not kept."))
    assert edition.version is not None  # noqa: S101 # the first edition has a text
    if found := wording.findings(of_version(edition.version), owner=owner if held.is_sole_trader else ""):
        raise Unfit("owner", wording.in_words(found))
    return edition.version.document_hash


def _require_told(held: Exposure, edition: Edition) -> None:
    """Whoever has said nothing has at least read what is to be published. Raises NotPossible."""
    reply = held.publication.replies.get(business=held.business)
    assert edition.version is not None  # noqa: S101 # the first edition has a text
    if reply.answered_at is None and reply.text_hash != edition.version.document_hash:
        raise NotPossible(
            _("The text was changed after the business was told. Please tell it again: its time begins anew.")
        )


def _close(held: Exposure, reason: str, *, at: datetime) -> None:
    held.end_reason, held.ended_at = storable(reason).strip(), at
    if not held.end_reason:
        raise Unfit("reason", _("Please say why."))
    if wording.names(held.end_reason, (held.shown_name, held.business.name)):
        raise Unfit("reason", _("Everybody reads this for good: please do not name the business in it."))
