"""Writing a text: what kind, then one page with all its parts. Nothing typed is lost, whatever goes wrong."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import asking, renewed, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import DeskError, Moved, Unfit
from huaihai.education import markup, powers
from huaihai.education.models import Edition, Publication
from huaihai.education.publications import facts, verbs
from huaihai.education.publications.sheet import (
    MOST_PRODUCTS,
    WRITTEN,
    Sheet,
    TextForm,
    as_typed,
    blank,
    initial_of,
    rows_of,
    sent,
)
from huaihai.kit import clock, guards, local_words
from huaihai.kit.text.normalise import show_bidi
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

ALLIANCE = "alliance"
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
    if request.method != "POST":
        if kept := guards.kept_post(request):
            return _page(request, writing, as_typed(kept, writing.options), kept=True)
        return _page(request, writing, blank(writing.initial, writing.rows, writing.options))
    if request.POST.get("do") == "row":
        return _page(request, writing, as_typed(request.POST, writing.options, more=1), has_new_row=True)
    sheet = sent(request.POST, writing.options)
    if not sheet.is_valid():
        return _page(request, writing, sheet)
    if request.POST.get("do") == "preview":
        return _page(request, writing, sheet, preview=_preview(sheet, writing))
    return _save(request, writing, sheet)


def _save(request: HttpRequest, writing: Writing, sheet: Sheet) -> HttpResponse:
    by, at, form, edition = actor_of(request), clock.now(), sheet.form, writing.edition
    content = form.content(sheet.products)
    try:
        if edition is None:
            publisher = _publisher(form.cleaned_data["publisher"])
            edition = verbs.open_first(
                content, kind=writing.kind, publisher=publisher, **form.going_out(), by=by, at=at
            )
        else:
            note = form.cleaned_data.get("change_note")
            verbs.write(
                edition, content, change_note=note, **form.going_out(), seen=form.version_seen, by=by, at=at
            )
    except Moved as error:
        sheet.form = renewed(form, "seen", error.row.turn)
        return _page(request, writing, sheet, status=HTTPStatus.CONFLICT, moved=error.row)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, writing, sheet)
    except DeskError as error:
        form.add_error(None, str(error))
        return _page(request, writing, sheet, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Saved. It is version %(n)s.") % {"n": edition.version.number})  # type: ignore[union-attr]  # a text has one
    return HttpResponseRedirect(reverse("office-publication", args=[edition.publication_id]))


def _page(
    request: HttpRequest,
    writing: Writing,
    sheet: Sheet,
    *,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    edition = writing.edition
    publication = edition.publication if edition else None
    context: dict[str, Any] = {
        "kind": writing.kind,
        "edition": edition,
        "publication": publication,
        "form": sheet.form,
        "rows": sheet.rows,
        "has_products": "what" in sheet.form.fields,
        "is_full": sheet.rows.total_form_count() >= MOST_PRODUCTS,
        "back": reverse("office-publication", args=[publication.pk])
        if publication
        else reverse("office-publications"),
        **more,
    }
    return show(request, "education/office/text.html", current=facts.MENU, status=status, **context)


def _preview(sheet: Sheet, writing: Writing) -> dict[str, Any]:
    """As it will look."""
    content = sheet.form.content(sheet.products)
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
