"""The page where anybody tells that results are used to sell."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.governance.errors import NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor
from huaihai.supervision.models import Project
from huaihai.supervision.public.files import file_of
from huaihai.supervision.public.views import public_or_404
from huaihai.supervision.testing.watch import actions

FROM_ONE_NETWORK: Final = Brake("use-report", most=10, seconds=3600)
TOO_MANY: Final = 429


class UseForm(forms.Form):
    """Where, which product, how."""

    where = Line(
        label=gettext_lazy("Where did you see it?"),
        help_text=gettext_lazy("A web address, the name of a shop, a live room, a poster."),
        max_length=300,
    )
    product = forms.ChoiceField(label=gettext_lazy("Which product?"), required=False)
    text = Words(
        label=gettext_lazy("What does it say?"),
        required=False,
        max_length=actions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = Line(
        label=gettext_lazy("How can we reach you?"),
        help_text=gettext_lazy("Only if you want to hear what became of it. Nobody outside sees it."),
        required=False,
    )

    def __init__(self, *args: Any, products: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["product"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", pgettext_lazy("product", "several, or I do not know")),
            *products,
        ]
        name_what_is_needed(self)


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def use_report(request: HttpRequest, number: str) -> HttpResponse:
    """The form, and its taking; a brake holds floods."""
    project = public_or_404(number)
    release = project.shown_release if project.kind == Project.Kind.TEST else None
    if release is None:
        raise Http404
    products = [(one["key"], f"{one['brand']} {one['model']}") for one in file_of(release)["products"]]
    form = UseForm(request.POST if request.method == "POST" else None, products=products)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not FROM_ONE_NETWORK.lets_through(network_of(request)):
            form.add_error(None, _("Too many reports came from your network. Please try again in an hour."))
            status = TOO_MANY
        elif _is_taken(form, project):
            messages.success(request, _("Thank you. The office looks at it."))
            return HttpResponseRedirect(project.get_absolute_url())
    context = {"form": form, "project": project, "back_url": project.get_absolute_url()}
    return render(request, "supervision/testing/watch/report.html", context, status=status)


def _is_taken(form: UseForm, project: Project) -> bool:
    try:
        actions.report(project, actions.Seen(**form.cleaned_data), by=Actor.public(), at=clock.now())
    except Unfit as error:
        form.add_error(error.field, error.message)
    except NotPossible as error:
        form.add_error(None, str(error))
    return form.is_valid()
