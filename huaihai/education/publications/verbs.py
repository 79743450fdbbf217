"""The verbs of an edition's draft: opening it, writing its text, dropping it; handing it in is `approval.submit`.

Every save is a version that stays. What is out is not changed by any of it before the edition goes out.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.lives import NEW, NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Move, Moving, event_of
from huaihai.desk.verbs import page
from huaihai.education import powers
from huaihai.education.content import Content, of_content
from huaihai.education.models import Edition, Publication, PublicationVersion
from huaihai.education.publications.forms import DroppingForm
from huaihai.education.publications.life import DRAFT, EDITION
from huaihai.education.publications.publishing import draft, show, write_version
from huaihai.education.sending import verbs as sending_verbs
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import PlainForm
from huaihai.kit.ids import new_id
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import Event


def lock(edition: Edition) -> Edition:
    """The edition as it is now, held until the transaction ends. Locks are taken edition first, then publication."""
    rows = Edition.objects.select_for_update(of=("self",))
    return rows.select_related("publication__publisher", "version").get(pk=edition.pk)


def lock_publication(key: UUID) -> Publication:
    """The publication as it is now, held until the transaction ends."""
    return (
        Publication.objects.select_for_update(of=("self",)).select_related("publisher", "shown").get(pk=key)
    )


def _say_which(move: Move[Edition], _at: datetime) -> None:
    move.facts = {"edition": move.row.number, "purpose": move.row.purpose, **move.facts}


moving = Moving[Edition](EDITION, lock=lock, event=event_of("edition"), version="turn", settle=_say_which)


def edition_of(publication: Publication) -> Edition | None:
    """The edition that is on its way, if any."""
    rows = publication.editions.open().select_related("version", "publication__publisher")
    return rows.first()


def writes(actor: Actor, edition: Edition) -> bool:
    """Whether the actor writes for whoever publishes it, now."""
    return may_open(actor, edition.publication)


def may_open(actor: Actor, publication: Publication) -> bool:
    """Whether the actor may open an edition of it, now."""
    return powers.may_write(actor, publication.publisher, at=clock.now())


def is_draft(publication: Publication) -> bool:
    """Whether it is a draft that goes no way yet."""
    return publication.state == DRAFT and not publication.editions.open().exists()


def open_first(
    content: Content,
    *,
    kind: str,
    publisher: Organisation | None = None,
    slug: str = "",
    urgent_reason: str = "",
    not_before: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Edition:
    """A new publication and its first edition, a draft. With `urgent_reason` it is urgent: one review, at once.

    Without `slug` it gets an address of its own. Raises NotAllowed, Unfit.
    """
    require_writer(by, publisher, at=at)
    if not content.title.strip():
        raise Unfit("title", _("Please give it a title."))
    with transaction.atomic():
        publication = draft(content, kind=kind, slug=slug or _slug(at), publisher=publisher, by=by, at=at)
        return open_edition(
            publication,
            Edition.Purpose.FIRST,
            version=publication.newest,
            urgent_reason=urgent_reason,
            not_before=not_before,
            by=by,
            at=at,
        )


@page(
    "opening",
    "open",
    gettext_lazy("Begin with this draft"),
    gettext_lazy("The draft is open."),
    form=PlainForm,
    lead=gettext_lazy("From now on it goes its way: text, three reviews, signatures."),
    button=pgettext_lazy("publications", "Begin"),
    may=may_open,
    when=is_draft,
)
def open_draft(publication: Publication, *, by: Actor, at: datetime) -> Edition:
    """The first edition of a draft that has none yet (it was imported). Raises NotAllowed, NotPossible."""
    require_writer(by, publication.publisher, at=at)
    with transaction.atomic():
        held = lock_publication(publication.pk)
        if held.state != DRAFT:
            raise NotPossible(_("This text is out already. Please correct it instead."))
        return open_edition(held, Edition.Purpose.FIRST, version=held.newest, by=by, at=at)


def write(
    edition: Edition,
    content: Content,
    *,
    change_note: str | None = None,
    urgent_reason: str | None = None,
    not_before: datetime | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Edition:
    """Save the text of a draft as one more version (none if nothing was changed), and how it is to go out.

    `change_note` and `urgent_reason` stay as they are unless given. Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    require_writer(by, edition.publication.publisher, at=at)
    if not content.title.strip():
        raise Unfit("title", _("Please give it a title."))
    with moving(edition, "write", by=by, at=at, seen=seen) as move:
        held = move.row
        if held.version is None:
            raise NotPossible(_("A withdrawal has a reason and no text."))
        if held.purpose == Edition.Purpose.UPDATE and change_note is not None and not change_note.strip():
            raise Unfit("change_note", _("Please say what is changed: everybody reads it."))
        held.version = _next_version(held.publication, held.version, content, by=by, at=at)
        held.not_before = not_before
        held.change_note = held.change_note if change_note is None else storable(change_note).strip()
        if urgent_reason is not None:
            _set_urgent(held, urgent_reason)
        move.facts = {"version": held.version.number, "urgent": held.is_urgent}
    return edition


@page(
    "dropping",
    "drop",
    gettext_lazy("Drop it"),
    gettext_lazy("Dropped."),
    form=DroppingForm,
    lead=gettext_lazy("It does not go out. All that was written stays to be read here."),
    tone="late",
    may=writes,
)
def drop(edition: Edition, *, reason: str = "", seen: int | None = None, by: Actor, at: datetime) -> None:
    """It does not go out; its versions stay. Raises NotAllowed, NotPossible, Moved."""
    require_writer(by, edition.publication.publisher, at=at)
    with moving(edition, "drop", by=by, at=at, seen=seen, text=reason.strip()) as move:
        sending_verbs.call_off(move.row, at=at)
        if move.row.purpose == Edition.Purpose.UPDATE:
            _unname(move.row)


def open_edition(
    publication: Publication,
    purpose: Edition.Purpose,
    *,
    version: PublicationVersion | None = None,
    change_note: str = "",
    reason: str = "",
    urgent_reason: str = "",
    not_before: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Edition:
    """One edition more, where the caller holds the publication's row and has checked who may. Raises NotPossible."""
    in_work = _("Somebody is working on this text already. Please open that draft.")
    if (
        publication.editions.open().exists()
    ):  # asked first: waiting for its row, we would hold what it waits for
        raise NotPossible(in_work)
    edition = Edition(
        publication=publication,
        number=publication.editions.count() + 1,
        purpose=purpose,
        stage=EDITION.after("open", NEW),
        version=version,
        change_note=change_note,
        reason=reason,
        not_before=not_before,
        opened_by=by.key,
        opened_at=at,
    )
    _set_urgent(edition, urgent_reason)
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError as error:  # one_open_edition
        raise NotPossible(in_work) from error
    events.write(
        subject=edition.record_key,
        verb="edition_open",
        by=by.key,
        at=at,
        facts={"edition": edition.number, "purpose": purpose, "urgent": edition.is_urgent},
        text=reason or change_note,
    )
    return edition


def require_writer(by: Actor, publisher: Organisation | None, *, at: datetime) -> None:
    """Raises NotAllowed."""
    if not powers.may_write(by, publisher, at=at):
        raise NotAllowed(_("Only staff of the body that publishes a text can do this."))


def _unname(edition: Edition) -> None:
    """Whom only this correction named is named by nothing; what was said stays in the record."""
    named = Event.objects.filter(
        subject=edition.publication.record_key, verb="reply_named", at__gte=edition.opened_at
    )
    keys = [facts["reply"] for facts in named.values_list("facts", flat=True)]
    edition.publication.replies.filter(pk__in=keys).delete()


def _set_urgent(edition: Edition, urgent_reason: str) -> None:
    edition.urgent_reason = storable(urgent_reason).strip()
    edition.is_urgent = bool(edition.urgent_reason)
    if edition.is_urgent and edition.publication.kind not in Publication.MAY_BE_URGENT:
        raise Unfit("urgent_reason", _("Only warnings, tips and notices can be urgent."))


def _next_version(
    publication: Publication, last: PublicationVersion, content: Content, *, by: Actor, at: datetime
) -> PublicationVersion:
    """A new version; the last one where the text says the same. A text that was never out shows it at once."""
    kept = replace(content, mark=content.mark or last.mark)
    if of_content(kept) == last.document_hash:
        return last
    held = lock_publication(publication.pk)
    version = write_version(held, kept, by=by, at=at)
    if held.first_out_at is None and held.state == DRAFT:
        show(held, version)
    return version


def _slug(at: datetime) -> str:
    return f"{local_day(at).isoformat()}-{new_id().hex[-8:]}"
