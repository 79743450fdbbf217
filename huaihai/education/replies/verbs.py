"""The right of reply: naming businesses, asking them with a clock, and their answer, from their desk or on paper."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.businesses import rights
from huaihai.businesses.models import Business
from huaihai.desk import hearing
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.education.models import Edition, Exposure, Publication, Reply
from huaihai.education.publications.verbs import edition_of, lock, require_writer
from huaihai.education.replies.forms import LONGEST_REPLY, AnswerForm, EditionForm
from huaihai.education.sending import receivers
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.law.limits import RIGHT_OF_REPLY
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import events

AT_DESK, BY_LETTER, AT_ONCE = "desk", "letter", "at once"  # how it was asked
NAMING = ("draft", "first_review", "second_review", "third_review")


def name(edition: Edition, business: Business | None, *, called: str = "", by: Actor, at: datetime) -> Reply:
    """The text names a business of the register, or one of this name. It has to be asked before the text goes out.

    The public reads `called`, else the name in the register. Raises NotAllowed, NotPossible (being signed or out, named
    already, an exposure of another business), Unfit (no name).
    """
    require_writer(by, edition.publication.publisher, at=at)
    said = storable_name(called or (business.name if business else ""))
    if not said:
        raise Unfit("name", _("Please write the name of the business."))
    with transaction.atomic():
        held = _before_signing(edition)
        _require_exposed(held.publication, business)
        try:
            with transaction.atomic():
                reply = Reply.objects.create(publication=held.publication, business=business, name=said)
        except IntegrityError as error:
            raise NotPossible(_("%(name)s is named already.") % {"name": said}) from error
        _note(reply, "reply_named", by=by, at=at)
    return reply


def is_older(reply: Reply) -> bool:
    """Whether the text was changed after the business was asked."""
    edition = edition_of(reply.publication)
    if edition is None or edition.version is None or reply.asked_at is None:
        return False
    return reply.text_hash != edition.version.document_hash


def _in_its_edition(_actor: Actor, reply: Reply) -> dict[str, Any]:
    return {"edition": edition_of(reply.publication)}


def _is_to_be_asked(reply: Reply) -> bool:
    has_edition = edition_of(reply.publication) is not None
    return has_edition and (reply.answered_at is None or is_older(reply))


def _is_named_only(reply: Reply) -> bool:
    edition = edition_of(reply.publication)
    return reply.asked_at is None and edition is not None and edition.stage in NAMING


@page(
    "removal",
    "unname",
    gettext_lazy("The text does not name it"),
    gettext_lazy("Taken off."),
    form=EditionForm,
    button=gettext_lazy("Take the name off"),
    label=gettext_lazy("Take the name off"),
    tone="late",
    options=_in_its_edition,
    when=_is_named_only,
)
def unname(reply: Reply, edition: Edition, *, by: Actor, at: datetime) -> None:
    """The text does not name it after all. Raises NotAllowed, NotPossible (it was asked, or its text is signed)."""
    require_writer(by, reply.publication.publisher, at=at)
    with transaction.atomic():
        _before_signing(edition)
        held = _locked(reply)
        if held.asked_at is not None:
            raise NotPossible(
                _("%(name)s was asked already; its reply stands beside the text.") % {"name": held.name}
            )
        _note(held, "reply_unnamed", by=by, at=at)
        held.delete()


@page(
    "asking",
    "ask",
    gettext_lazy("Ask for the reply"),
    gettext_lazy("Asked. Its time runs from now on."),
    form=EditionForm,
    lead=gettext_lazy(
        "It reads the text as it is now at its desk, and has the time that the rules give. Without a number in "
        "the register it gets a letter: please print and send it."
    ),
    button=gettext_lazy("Ask now"),
    label=lambda reply: _("Ask again") if reply.asked_at else _("Ask for the reply"),
    options=_in_its_edition,
    when=_is_to_be_asked,
)
def ask(reply: Reply, edition: Edition, *, by: Actor, at: datetime) -> Reply:
    """Ask the business, with the text as it is now; asked again (the text has changed), its clock begins anew.

    Raises NotAllowed, NotPossible (answered, no open edition).
    """
    require_writer(by, reply.publication.publisher, at=at)
    with transaction.atomic():
        held = lock(edition)
        if not held.is_open or held.version is None:
            raise NotPossible(_("There is no text to ask about."))
        return ask_one(_locked(reply), held, how=AT_DESK, by=by, at=at)


def ask_one(reply: Reply, edition: Edition, *, how: str, by: Actor, at: datetime) -> Reply:
    """The same where the caller has checked it; `how` is kept. Who has replied to an earlier text is told of this one,
    may change the reply, and is not waited for.
    """
    assert edition.version is not None  # noqa: S101 # the caller's part
    if reply.answered_at is not None and reply.text_hash == edition.version.document_hash:
        raise NotPossible(_("%(name)s has replied already.") % {"name": reply.name})
    reply.text_hash = edition.version.document_hash
    body = reply.publication.publisher or directory.root()
    limit = limit_for(body, RIGHT_OF_REPLY, local_day(at))
    reply.asked_at, reply.due_at = at, hearing.ends_at(limit, at)
    told = receivers.ask_business(reply, at=at)
    reply.asked_how = how if reply.business and (told or how == AT_ONCE) else BY_LETTER
    reply.save()
    _note(reply, "reply_asked", by=by, at=at, due=reply.due_at.isoformat(), how=reply.asked_how)
    return reply


@page(
    "answer",
    "answer",
    gettext_lazy("Enter the reply that came on paper"),
    gettext_lazy("Entered."),
    form=AnswerForm,
    lead=gettext_lazy("It stands beside the text."),
    button=gettext_lazy("Enter it"),
    label=gettext_lazy("Enter a reply"),
    options=lambda _actor, reply: {"initial": {"text": reply.text}},
    when=lambda reply: reply.asked_at is not None and may_change(reply),
)
def answer(reply: Reply, *, text: str, by: Actor, at: datetime) -> Reply:
    """What the business says; until its text is out it may be changed. After that only the first answer is taken.

    An officer of the publisher enters one that came on paper. Raises NotAllowed, NotPossible, Unfit.
    """
    said = hearing.words("text", text, most=LONGEST_REPLY, lacking=_("Please write your reply."))
    with transaction.atomic():
        held = _locked(reply)
        _require_answerer(held, by, at=at)
        if held.asked_at is None:
            raise NotPossible(_("The business has not been asked yet."))
        if not may_change(held):
            raise NotPossible(_("The text is out with this reply; it cannot be changed any more."))
        held.text, held.answered_at, held.answered_by = said, at, by.key
        held.save()
        events.write(
            subject=held.publication.record_key,
            verb="reply_answered",
            by=by.key,
            at=at,
            facts={"reply": str(held.pk), "on_paper": by.kind != "business"},
            text=said,
        )
    reply.__dict__.update(held.__dict__)
    return reply


def may_change(reply: Reply) -> bool:
    """Whether the business may still write: nothing is out yet, or it has not answered."""
    return reply.answered_at is None or reply.publication.first_out_at is None


def _require_answerer(reply: Reply, by: Actor, *, at: datetime) -> None:
    if by.kind != "business":
        require_writer(by, reply.publication.publisher, at=at)
    elif reply.business is None or not rights.may(by, reply.business, rights.ANSWER, on=local_day(at)):
        raise NotAllowed(_("Only those who answer for this business can reply."))


def _require_exposed(publication: Publication, business: Business | None) -> None:
    """An exposure names its business, by the name that was checked. Raises NotPossible."""
    if publication.kind != Publication.Kind.EXPOSURE:
        return
    if business is None or not Exposure.objects.filter(publication=publication, business=business).exists():
        raise NotPossible(_("An exposure names one business, which is told on its own page."))


def _before_signing(edition: Edition) -> Edition:
    held = lock(edition)
    if held.stage not in NAMING:
        raise NotPossible(
            _("The names in a text are settled once it is being signed. It is now: %(stage)s.")
            % {"stage": held.stage_label}
        )
    return held


def _locked(reply: Reply) -> Reply:
    rows = Reply.objects.select_for_update(of=("self",))
    return rows.select_related("publication__publisher", "business").get(pk=reply.pk)


def _note(reply: Reply, verb: str, *, by: Actor, at: datetime, **facts: str) -> None:
    events.write(
        subject=reply.publication.record_key,
        verb=verb,
        by=by.key,
        at=at,
        facts={"reply": str(reply.pk), "name": reply.name, **facts},
    )
