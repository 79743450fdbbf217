"""What every step of the agreement answers: done, wrong, overtaken by somebody else, or not possible."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai.governance.agreement.life import AGREEMENT
from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import AgreementVersion
from huaihai.governance.office.frame import frame
from huaihai.kit import clock
from huaihai.kit.form_fields import typed_rows

CONFLICT = 409


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this subject, in the office's frame."""
    name = f"governance/office/agreement/{template}.html"
    return render(request, name, frame(request, "agreement") | context, status=status)


def act(
    request: HttpRequest,
    form: forms.Form,
    verb: Callable[[], Any],
    *,
    page: Callable[..., HttpResponse],
    done: Promise | str,
    to: Callable[[Any], str],
) -> HttpResponse:
    """Do it if the form fits; else the page again, with what was typed. `to` finds where to go from the result."""
    if not form.is_valid():
        return page(form)
    try:
        result = verb()
    except Moved as moved:
        return page(_with_version(form, moved.row.version), moved=what_stands(moved.row), status=CONFLICT)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return page(form)
    except (NotPossible, NotAllowed) as error:
        return refused(request, str(error), form=form)
    messages.success(request, str(done))
    return HttpResponseRedirect(to(result))


def refused(request: HttpRequest, why: str, *, form: forms.Form | None = None) -> HttpResponse:
    """It cannot be done (any more): say why, and keep what was typed."""
    if form is not None:
        form.fields.pop("code", None)  # what was typed to sign is never shown again
    typed = typed_rows(form) if form is not None else []
    return show(request, "refused", status=CONFLICT, why=why, typed=typed)


def what_stands(version: AgreementVersion) -> str:
    """How the version stands now, in a sentence."""
    stage = str(AGREEMENT.stages[version.stage_on(clock.today())])
    return _("It is now: %(stage)s.") % {"stage": stage}


def _with_version(form: forms.Form, version: int) -> forms.Form:
    """The same form and what was typed, on the version that is there now."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = str(version)
    form.data = data
    return form
