"""Writing a text: what kind, then one page with all its parts. Nothing typed is lost, whatever goes wrong."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.education import markup, powers
from huaihai.education.models import Edition, Publication
from huaihai.education.publications import facts, verbs
from huaihai.education.publications.sheet import WRITTEN, TextForm, as_typed, initial_of, rows_of
from huaihai.kit import clock, local_words
from huaihai.kit.text.normalise import show_bidi
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

ALLIANCE = "alliance"
TEMPLATE = "education/office/text.html"
EXPLAINED: dict[str, Promise | str] = {
    "warning": gettext_lazy("A danger that people should know of now: three bodies sign."),
    "tip": gettext_lazy("What helps before something happens."),
    "notice": gettext_lazy("What a survey or a comparative test has found."),
    "story": gettext_lazy("A case told without names, and what is to be learnt from it."),
    "announcement": gettext_lazy("What the alliance or a body has to say about its work."),
}


@dataclass(frozen=True)
class Writing:
    """What is written: its kind, the edition (None: a new text), and what the form begins with."""

    kind: Publication.Kind
    edition: Edition | None
    options: dict[str, Any]
    initial: dict[str, Any]
    rows: list[dict[str, Any]]


@readers
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What is it to be?"""
    if not actor_of(request).roles & powers.WORKING:
        raise Http404
    kinds = [(kind.value, kind.label, EXPLAINED[kind.value]) for kind in WRITTEN]
    return show(request, "education/office/choose.html", current=facts.MENU, kinds=kinds)


@readers
@asking
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new text of this kind."""
    publishers = _publishers(actor_of(request))
    if kind not in WRITTEN or not publishers:
        raise Http404
    options = {"kind": kind, "publishers": publishers}
    initial = {"publisher": publishers[0][0], "cities": _own_city(actor_of(request))}
    return _run(request, Writing(Publication.Kind(kind), None, options, initial, [{}]))


@readers
@asking
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text of the edition that is being written."""
    publication = facts.publication(request, pk)
    edition = verbs.edition_of(publication)
    if edition is None or edition.version is None:
        raise Http404
    if not powers.may_write(actor_of(request), publication.publisher, at=clock.now()):
        raise Http404
    options = {"kind": publication.kind, "edition": edition}
    kind = Publication.Kind(publication.kind)
    rows = rows_of(edition.version) or [{}]
    return _run(request, Writing(kind, edition, options, initial_of(edition), rows))


def _run(request: HttpRequest, writing: Writing) -> HttpResponse:
    edition = writing.edition
    publication = edition.publication if edition else None
    back = (
        reverse("office-publication", args=[publication.pk])
        if publication
        else reverse("office-publications")
    )
    context: dict[str, Any] = {
        "kind": writing.kind,
        "edition": edition,
        "publication": publication,
        "back": back,
    }
    if (do := request.POST.get("do")) in ("row", "kept"):
        form = as_typed(request.POST, writing.options, has_new_row=do == "row")
        return show(
            request, TEMPLATE, current=facts.MENU, **context, form=form, has_new_row=do == "row", is_kept=True
        )
    if do == "preview":
        form = TextForm(request.POST, **writing.options)
        if form.is_valid():
            preview = _preview(form, writing)
            return show(request, TEMPLATE, current=facts.MENU, **context, form=form, preview=preview)
    question = Question(
        current=facts.MENU,
        title=writing.kind.label,
        button=gettext_lazy("Save"),
        back=back,
        back_label=publication.title if publication else gettext_lazy("Warnings and texts"),
        template=TEMPLATE,
        refusal="",
        context=context,
        now=lambda row: (
            _("It is now: %(stage)s, version %(n)s.") % {"stage": row.stage_label, "n": row.version.number}
        ),
        seen=lambda row: row.turn,
    )
    return ask(
        request,
        question,
        form=partial(TextForm, initial=writing.initial, rows=writing.rows, **writing.options),
        act=lambda form: _save(form, writing, by=actor_of(request), at=clock.now()),
        done=lambda saved: _("Saved. It is version %(n)s.") % {"n": _number(saved)},
        to=lambda saved: reverse("office-publication", args=[saved.publication_id]),
    )


def _number(edition: Edition) -> int:
    return edition.version.number if edition.version else 0


def _save(form: TextForm, writing: Writing, *, by: Actor, at: datetime) -> Edition:
    if writing.edition is None:
        publisher = _publisher(form.cleaned_data["publisher"])
        return verbs.open_first(
            form.content(), kind=writing.kind, publisher=publisher, **form.going_out(), by=by, at=at
        )
    return verbs.write(
        writing.edition,
        form.content(),
        change_note=form.cleaned_data.get("change_note"),
        **form.going_out(),
        seen=form.version_seen,
        by=by,
        at=at,
    )


def _preview(form: TextForm, writing: Writing) -> dict[str, Any]:
    """As it will look."""
    content = form.content()
    severities = dict(TextForm.base_fields["severity"].choices)  # type: ignore[attr-defined]  # a choice field
    edition = writing.edition
    return {
        "publication": edition.publication if edition else Publication(kind=writing.kind),
        "version": content,
        "products": content.products,
        "blocks": markup.blocks(show_bidi(content.body), is_marked_up=content.is_marked_up),
        "severity": severities.get(content.severity, ""),
    }


def _publishers(actor: Actor) -> list[tuple[str, Any]]:
    """In whose name the actor may write: the own body, and in office the alliance."""
    at, found = clock.now(), []
    body = actor.organisation
    if body is not None and powers.may_write(actor, body, at=at):
        found.append((body.key, local_words.in_script(body.name)))
    if powers.may_write(actor, None, at=at):
        found.append((ALLIANCE, _("the alliance")))
    return found


def _publisher(key: str) -> Organisation | None:
    return None if key in ("", ALLIANCE) else Organisation.objects.get(key=key)


def _own_city(actor: Actor) -> list[str]:
    city = actor.organisation.city if actor.organisation else None
    return [city.key] if city else []
