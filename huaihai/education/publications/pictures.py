"""Pictures of a text: taken in, drawn anew and numbered; their page at the office; what the public sees of them."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.uploads import stored
from huaihai.education import markup, powers
from huaihai.education.models import Picture, Publication
from huaihai.education.public.facts import is_silent
from huaihai.education.publications import facts
from huaihai.education.publications.verbs import lock_publication, require_writer
from huaihai.kit import clock, guards
from huaihai.kit.filestore import Stored, file_response
from huaihai.kit.form_fields import Line, PlainForm
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.record import events

MOST_PICTURES = 40


def add_picture(publication: Publication, stored: Stored, *, shows: str, by: Actor, at: datetime) -> Picture:
    """One more picture; the same file again is the one that is there. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(by, publication.publisher, at=at)
    said = storable_name(shows)
    if not stored.derivative:
        raise Unfit("picture", _("This is no picture. Please choose a photo or a screenshot."))
    if not said:
        raise Unfit("shows", _("Please say what it shows, for those who cannot see it."))
    with transaction.atomic():
        held = lock_publication(publication.pk)
        known: Picture | None = held.pictures.filter(sha256=stored.sha256).first()
        if known is not None:
            return known
        number = held.pictures.count() + 1
        if number > MOST_PICTURES:
            raise NotPossible(_("A text has at most %(n)s pictures.") % {"n": MOST_PICTURES})
        made = Picture.objects.create(
            publication=held,
            number=number,
            shows=said,
            kind=stored.kind,
            size=stored.size,
            sha256=stored.sha256,
            derivative=stored.derivative,
            added_at=at,
            added_by=by.key,
        )
        events.write(
            subject=held.record_key,
            verb="picture_added",
            by=by.key,
            at=at,
            facts={"number": number, "sha256": stored.sha256},
        )
    return made


class PictureForm(PlainForm):
    """One picture, and what it shows."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("It is drawn anew: where it was taken is not passed on."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    shows = Line(
        label=pgettext_lazy("picture", "What does it show?"),
        help_text=gettext_lazy("It is read aloud to those who cannot see it."),
        max_length=200,
    )


@readers
@asking
def pictures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those that are there; one more."""
    publication, actor = facts.publication(request, pk), actor_of(request)
    if not powers.may_write(actor, publication.publisher, at=clock.now()):
        raise Http404
    question = Question(
        current=facts.MENU,
        title=gettext_lazy("Pictures"),
        button=gettext_lazy("Add the picture"),
        back=reverse("office-publication", args=[publication.pk]),
        back_label=publication.title,
        template="education/office/pictures.html",
        refusal="",
        context={"publication": publication, "pictures": publication.pictures.order_by("number")},
    )
    return ask(
        request,
        question,
        form=PictureForm,
        act=lambda form: add_picture(
            publication,
            stored(form.cleaned_data["picture"], field="picture"),
            shows=form.cleaned_data["shows"],
            by=actor,
            at=clock.now(),
        ),
        done=lambda made: _("Picture %(n)s is there.") % {"n": made.number},
        to=reverse("office-publication-pictures", args=[publication.pk]),
    )


@require_safe
@guards.public
def picture(request: HttpRequest, /, publication_id: UUID, number: int) -> HttpResponse:
    """One picture, if a version that went out shows it; to those who work on the text, every one of it.

    Feed readers may show it on their own pages.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    publication = get_object_or_404(Publication.objects.visible_to(actor), pk=publication_id)
    is_own = Publication.objects.worked_on_by(actor).filter(pk=publication_id).exists()
    if not is_own and (is_silent(publication) or number not in _numbers(publication)):
        raise Http404
    held = get_object_or_404(publication.pictures, number=number)
    response = file_response(
        sha256=held.sha256, kind=held.kind, name=f"{publication.slug}-{number}", derivative=held.derivative
    )
    if is_own:
        return cast(HttpResponse, response)
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return cast(HttpResponse, response)  # a stream; the guards' type knows pages only


def _numbers(publication: Publication) -> set[int]:
    """The numbers of the pictures in what the public reads or has read."""
    out = publication.editions.out().values("version")
    read = publication.versions.filter(Q(pk__in=out) | Q(pk=publication.shown_id))
    return {
        block.number
        for body, is_marked_up in read.values_list("body", "is_marked_up")
        for block in markup.blocks(body, is_marked_up=is_marked_up)
        if block.kind == "picture"
    }
