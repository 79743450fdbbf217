"""Correcting and taking back what is out: editions of their own, which reach whoever got the first."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.education.content import Content, of_version
from huaihai.education.models import Edition, Publication
from huaihai.education.publications.forms import CorrectionForm, WithdrawalForm
from huaihai.education.publications.life import PUBLISHED
from huaihai.education.publications.publishing import go_out, show, write_version
from huaihai.education.publications.verbs import (
    drop,
    lock_publication,
    may_open,
    moving,
    open_edition,
    require_writer,
)
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor


def is_out(publication: Publication) -> bool:
    """Whether it is out, and can be corrected or withdrawn; an exposure ends on its own page."""
    is_exposure = publication.kind == Publication.Kind.EXPOSURE
    return publication.state == PUBLISHED and not is_exposure and not publication.editions.open().exists()


def _in_its_kind(_actor: Actor, publication: Publication) -> dict[str, Any]:
    return {"publication": publication}


@page(
    "correction",
    "correct",
    gettext_lazy("Correct the text"),
    gettext_lazy("The correction is open. Please change the text."),
    form=CorrectionForm,
    lead=gettext_lazy(
        "A draft opens with the text as it is out. Until the correction is out, nothing changes outside."
    ),
    button=gettext_lazy("Open the correction"),
    options=_in_its_kind,
    may=may_open,
    when=is_out,
)
def open_update(
    publication: Publication,
    *,
    change_note: str,
    content: Content | None = None,
    urgent_reason: str = "",
    by: Actor,
    at: datetime,
) -> Edition:
    """Correct what is out: an edition with the shown text (or `content`), and what the public is told of the change.

    Raises NotAllowed, NotPossible (not out, or an edition is open), Unfit (no note of change).
    """
    require_writer(by, publication.publisher, at=at)
    if not change_note.strip():
        raise Unfit("change_note", _("Please say what is changed: everybody reads it."))
    with transaction.atomic():
        held = out_and_shown(publication)
        assert held.shown is not None  # noqa: S101 # out_and_shown sees to it
        text = content or of_version(held.shown)
        version = write_version(held, text, by=by, at=at)
        return open_edition(
            held,
            Edition.Purpose.UPDATE,
            version=version,
            change_note=storable(change_note).strip(),
            urgent_reason=urgent_reason,
            by=by,
            at=at,
        )


@page(
    "withdrawal",
    "withdraw",
    gettext_lazy("Withdraw the text"),
    gettext_lazy("The withdrawal is prepared. Please hand it in."),
    form=WithdrawalForm,
    lead=gettext_lazy(
        "One other person looks it over and one signs; then everybody who got the text is told."
    ),
    button=gettext_lazy("Prepare the withdrawal"),
    tone="late",
    options=_in_its_kind,
    may=may_open,
    when=is_out,
)
def open_withdrawal(
    publication: Publication, *, reason: str, urgent_reason: str = "", by: Actor, at: datetime
) -> Edition:
    """Take back what is out, for a reason that everybody reads: one review, one signature.

    Raises NotAllowed, NotPossible (not out, or an edition is open), Unfit (no reason).
    """
    require_writer(by, publication.publisher, at=at)
    if not reason.strip():
        raise Unfit("reason", _("Please say why: everybody reads it."))
    with transaction.atomic():
        held = out_and_shown(publication)
        return open_edition(
            held,
            Edition.Purpose.WITHDRAWAL,
            reason=storable(reason).strip(),
            urgent_reason=urgent_reason,
            by=by,
            at=at,
        )


def out_and_shown(publication: Publication) -> Publication:
    """The publication, locked, which must be out; one that came from a file knows from now on what it shows.

    Raises NotPossible.
    """
    held = lock_publication(publication.pk)
    if held.state != PUBLISHED:
        raise NotPossible(_("Only what is out can be corrected or withdrawn."))
    if held.kind == Publication.Kind.EXPOSURE:  # its business's page and its term follow its own verbs
        raise NotPossible(_("An exposure ends on its own page: made good, or retracted."))
    if held.shown is None:
        show(held, held.newest)
    return held


def take_down(publication: Publication, *, reason: str, by: Actor, at: datetime) -> Edition:
    """The publication is withdrawn without reviews or signatures, for the reason given; also a second time, when the
    reason has become another. An open edition of it is dropped. Raises NotAllowed, NotPossible, Unfit.
    """
    with transaction.atomic():
        for open_edition in publication.editions.open():
            drop(open_edition, reason=reason, by=by, at=at)
        edition = _open(publication, reason, by=by, at=at)
        with moving(edition, "take down", by=by, at=at):
            pass
        go_out(edition, by=by, at=at)
    return edition


def _open(publication: Publication, reason: str, *, by: Actor, at: datetime) -> Edition:
    require_writer(by, publication.publisher, at=at)
    held = lock_publication(publication.pk)
    if held.first_out_at is None:
        raise NotPossible(_("Only what is out can be corrected or withdrawn."))
    said = storable(reason).strip()
    return open_edition(held, Edition.Purpose.WITHDRAWAL, reason=said, by=by, at=at)
