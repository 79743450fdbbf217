"""A page with one form on a desk: it shows, it asks, it acts; what was typed stays."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.desk.asking import renewed
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import guards

asking = require_http_methods(["GET", "HEAD", "POST"])


def asked(
    request: HttpRequest,
    template: str,
    *,
    form: Callable[..., Any],
    act: Callable[[Any], str],
    may: bool,
    context: dict[str, Any],
) -> HttpResponse:
    """The form, or what it asks for; `act` gets the form and tells where to go on. Where it may not be done (any
    more), the page says so and has no form. `context`: what the template asks beside `form`, `may` and `kept`."""
    kept = guards.kept_post(request) if request.method != "POST" else None
    made = form(request.POST, request.FILES) if request.method == "POST" else form(kept) if kept else form()
    status = HTTPStatus.OK
    if request.method == "POST" and not may:
        status = HTTPStatus.CONFLICT
    elif request.method == "POST" and made.is_valid():
        try:
            return HttpResponseRedirect(act(made))
        except Unfit as error:
            made.add_error(error.field if error.field in made.fields else None, error.message)
        except Moved as error:
            made = renewed(made, "seen", error.row.version)
            made.add_error(
                None, _("Somebody changed this meanwhile. Please look again, and send it once more.")
            )
            status = HTTPStatus.CONFLICT
        except (NotPossible, NotAllowed) as error:
            made.add_error(None, str(error))
            status = HTTPStatus.CONFLICT
    page = context | {"form": made, "may": may, "kept": bool(kept)}
    return render(request, template, page, status=status)
