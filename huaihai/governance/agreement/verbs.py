"""Writing a version of the agreement, opening it for signing, withdrawing it. The office does this."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai import alliance
from huaihai.desk.lives import NEW, Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.governance import standing
from huaihai.governance.agreement import document, proof
from huaihai.governance.agreement.forms import LONGEST_TEXT, LONGEST_TITLE, DraftForm, WithdrawalForm
from huaihai.governance.agreement.life import AGREEMENT
from huaihai.governance.models import AgreementVersion, Annex
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

MOST_ANNEXES = 20
LONGEST_WHOLE, MOST_LINES = 200_000, 6_000  # characters and lines of text and annexes together


def begin(
    *,
    title: str,
    text: str,
    not_before_on: date,
    annexes_of: AgreementVersion | None = None,
    by: Actor,
    at: datetime,
) -> AgreementVersion:
    """A new draft; with copies of the annexes of another version, if one is named. Raises NotAllowed, Unfit."""
    _check_office(by, at)
    _check_words(title=title, text=text)
    with transaction.atomic():
        _lock_root()  # two drafts get two numbers
        version = AgreementVersion.objects.create(
            key=_next_key(at),
            stage=AGREEMENT.after("begin", NEW),
            title=title,
            text=text,
            not_before_on=not_before_on,
            mark=Sureness.READ,
        )
        for annex in annexes_of.annexes.all() if annexes_of else ():
            Annex.objects.create(
                agreement=version,
                position=annex.position,
                kind=annex.kind,
                title=annex.title,
                text=annex.text,
            )
        _check_whole(version)
        _write(version, "agreement begun", by=by, at=at, facts={"title": title})
    return version


def _as_drafted(_by: Actor, version: AgreementVersion) -> dict[str, Any]:
    return {"initial": {name: getattr(version, name) for name in ("title", "text", "not_before_on")}}


@page(
    "text",
    "revise",
    gettext_lazy("Change the text"),
    gettext_lazy("The draft is saved."),
    form=DraftForm,
    options=_as_drafted,
    button=gettext_lazy("Save the draft"),
    tone="plain",
)
def revise(
    version: AgreementVersion,
    *,
    title: str,
    text: str,
    not_before_on: date,
    seen: int,
    by: Actor,
    at: datetime,
) -> AgreementVersion:
    """Title, text or day of a draft change. Raises NotAllowed, Moved, NotPossible, Unfit."""
    _check_office(by, at)
    _check_words(title=title, text=text)
    with transaction.atomic():
        held = locked(version, "revise", seen=seen, at=at)
        held.title, held.text, held.not_before_on = title, text, not_before_on
        _check_whole(held)
        return _changed(held, "agreement revised", by=by, at=at, facts={"title": title})


def put_annex(
    version: AgreementVersion,
    *,
    annex: Annex | None = None,
    kind: str,
    title: str,
    text: str,
    seen: int,
    by: Actor,
    at: datetime,
) -> AgreementVersion:
    """A new annex at the end of a draft, or new words for one that it has. Raises as `revise` does."""
    _check_office(by, at)
    _check_words(title=title, text=text)
    if kind not in Annex.Kind.values:
        raise Unfit("kind", _("Please choose what kind of annex it is."))
    with transaction.atomic():
        held = locked(version, "revise", seen=seen, at=at)
        row = _annex(held, annex) if annex else Annex(agreement=held, position=_next_position(held))
        row.kind, row.title, row.text = kind, title, text
        row.save()
        _check_whole(held)
        return _changed(
            held, "agreement annex put", by=by, at=at, facts={"place": row.position, "kind": kind}
        )


def drop_annex(
    version: AgreementVersion, *, annex: Annex, seen: int, by: Actor, at: datetime
) -> AgreementVersion:
    """The draft loses this annex. Raises NotAllowed, Moved, NotPossible."""
    _check_office(by, at)
    with transaction.atomic():
        held = locked(version, "revise", seen=seen, at=at)
        row = _annex(held, annex)
        facts = {"place": row.position, "kind": row.kind}
        row.delete()
        return _changed(held, "agreement annex dropped", by=by, at=at, facts=facts)


@page(
    "opening",
    "open",
    gettext_lazy("Open it for signing"),
    gettext_lazy("It is open for signing. Every member sees it now."),
    lead=gettext_lazy(
        "From then on nobody can change the text or the annexes. It is public, and every member may sign."
    ),
    template="governance/office/agreement/opening.html",
    context=lambda _by, version: {"annexes": list(version.annexes.all())},
    tone="seal",
)
def open_for_signing(version: AgreementVersion, *, seen: int, by: Actor, at: datetime) -> AgreementVersion:
    """The text is fixed with its hash, and the members may sign. One version is signed at a time.

    Locks the alliance's root, then the version. Raises NotAllowed, Moved, NotPossible.
    """
    _check_office(by, at)
    with transaction.atomic():
        _lock_root()  # two are never opened at once
        held = locked(version, "open", seen=seen, at=at)
        if (other := AgreementVersion.objects.being_signed(local_day(at)).first()) is not None:
            raise NotPossible(
                _("“%(title)s” is open for signing. It must be in force or withdrawn first.")
                % {"title": other.shown_title}
            )
        held.stage = AGREEMENT.after("open", held.stage)
        held.document_hash = digest(document.content(held))
        held.opened_at = at
        facts = {
            "hash": held.document_hash,
            "not_before": str(held.not_before_on),
            "alliance": alliance.load().name,
            "is_demo": settings.DEMO,
        }
        _changed(held, "agreement opened", by=by, at=at, facts=facts)
        proof.keep(held, at=at)
    return held


@page(
    "withdrawal",
    "withdraw",
    lambda version: _("Withdraw “%(title)s”") % {"title": version.shown_title},
    gettext_lazy("It is withdrawn."),
    form=WithdrawalForm,
    lead=gettext_lazy("It can no longer be signed. Signatures given so far stay in the record."),
    button=pgettext_lazy("agreement", "Withdraw"),
    tone="late",
)
def withdraw(
    version: AgreementVersion, *, reason: str, seen: int, by: Actor, at: datetime
) -> AgreementVersion:
    """The version is given up before it is in force; its signatures stay in the record.

    Raises NotAllowed, Moved, NotPossible, Unfit.
    """
    _check_office(by, at)
    if not reason.strip():
        raise Unfit("reason", _("Please say why."))
    with transaction.atomic():
        held = locked(version, "withdraw", seen=seen, at=at)
        held.stage = AGREEMENT.after("withdraw", held.stage_on(local_day(at)))
        held.in_force_from = None
        _changed(held, "agreement withdrawn", by=by, at=at, facts={}, text=reason)
        if held.opened_at is not None:  # of a draft the public knows nothing
            proof.keep(held, at=at)
    return held


def locked(
    version: AgreementVersion, verb: str, *, seen: int | None = None, at: datetime
) -> AgreementVersion:
    """The row as it is now, locked, if the table knows the verb for its stage. Raises Moved, NotPossible."""
    held = AgreementVersion.objects.select_for_update().get(pk=version.pk)
    if seen is not None and seen != held.version:
        raise Moved(held)
    AGREEMENT.after(verb, held.stage_on(local_day(at)))
    return held


def _lock_root() -> None:
    Organisation.objects.select_for_update(no_key=True).get(key=directory.ROOT_KEY)


def _check_office(by: Actor, at: datetime) -> None:
    if not standing.is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat in office writes the agreement."))


def _check_words(*, title: str, text: str) -> None:
    for field, words, most in (("title", title, LONGEST_TITLE), ("text", text, LONGEST_TEXT)):
        if not words.strip():
            raise Unfit(field, _("Please fill this in."))
        if len(words) > most:
            raise Unfit(field, _("This is too long. Please shorten it."))


def _check_whole(held: AgreementVersion) -> None:
    whole = [held.text, *held.annexes.values_list("text", flat=True)]
    if sum(map(len, whole)) > LONGEST_WHOLE or sum(text.count("\n") + 1 for text in whole) > MOST_LINES:
        raise Unfit("text", _("This is too long. Please shorten it."))


def _next_key(at: datetime) -> str:
    """agreement-2026-1, and so on; a key of the alliance's data is never taken."""
    start = f"agreement-{local_day(at).year}-"
    held = set(AgreementVersion.objects.filter(key__startswith=start).values_list("key", flat=True))
    number = len(held) + 1
    while f"{start}{number}" in held:
        number += 1
    return f"{start}{number}"


def _annex(held: AgreementVersion, annex: Annex) -> Annex:
    row = held.annexes.filter(pk=annex.pk).first()
    if row is None:
        raise NotPossible(_("This annex has been taken out."))
    return row


def _next_position(held: AgreementVersion) -> int:
    found = held.annexes.aggregate(last=models.Max("position"), n=models.Count("pk"))
    if found["n"] >= MOST_ANNEXES:
        raise Unfit("title", _("More annexes than this cannot be held."))
    return int(found["last"] or 0) + 1


def _changed(
    held: AgreementVersion, verb: str, *, by: Actor, at: datetime, facts: dict[str, Any], text: str = ""
) -> AgreementVersion:
    held.version += 1
    held.save()
    _write(held, verb, by=by, at=at, facts=facts, text=text)
    return held


def _write(
    held: AgreementVersion, verb: str, *, by: Actor, at: datetime, facts: dict[str, Any], text: str = ""
) -> None:
    events.write(subject=held.record_key, verb=verb, by=by.key, at=at, facts=facts, text=text)
