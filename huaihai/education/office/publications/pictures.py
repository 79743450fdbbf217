"""The pictures of a text: those that are there, with the line that shows each, and adding one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.asking import asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.education import powers
from huaihai.education.actions import picturing
from huaihai.education.office.publications import seen
from huaihai.kit import clock, filestore, guards
from huaihai.kit.form_fields import Line, name_what_is_needed


class PictureForm(forms.Form):
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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


@readers
@asking
def pictures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those that are there; one more."""
    publication, actor = seen.publication(request, pk), actor_of(request)
    if not powers.may_write(actor, publication.publisher, at=clock.now()):
        raise Http404
    form = PictureForm(initial=(guards.kept_post(request) or {}))
    if request.method == "POST":
        form = PictureForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                stored = filestore.store(form.cleaned_data["picture"])
                made = picturing.add_picture(
                    publication, stored, shows=form.cleaned_data["shows"], by=actor, at=clock.now()
                )
            except filestore.Refused as error:
                form.add_error("picture", error.message)
            except Unfit as error:
                form.add_error(error.field, error.message)
            except NotPossible as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Picture %(n)s is there.") % {"n": made.number})
                return HttpResponseRedirect(reverse("office-publication-pictures", args=[publication.pk]))
    context: dict[str, Any] = {
        "publication": publication,
        "form": form,
        "pictures": publication.pictures.order_by("number"),
    }
    return show(request, "education/office/pictures.html", current=seen.MENU, **context)
