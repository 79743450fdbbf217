"""What the body decides about an enrolment: one table, one page for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.businesses.actions import enrolling, staying
from huaihai.businesses.desk.frame import CONFLICT, conflict, officers, why_not
from huaihai.businesses.errors import BusinessError
from huaihai.businesses.lives import ENROLMENT
from huaihai.businesses.models import Enrolment
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import DeskError, Moved
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import SeenForm, Words, typed_rows

type Said = Promise | str


class Confirm(SeenForm):
    checked = forms.BooleanField(
        label=gettext_lazy("I have compared the licence and spoken with the contact"),
        error_messages={
            "required": gettext_lazy("Please compare the licence and speak with the contact first.")
        },
    )

    def facts(self) -> dict[str, Any]:
        return {}


class Reason(SeenForm):
    reason = Words(
        label=gettext_lazy("Reason"),
        max_length=1000,
        help_text=gettext_lazy("The business reads this. Say what can be put right."),
    )


class Bare(SeenForm):
    """Nothing but the decision."""


@dataclass(frozen=True)
class Decision:
    """A page with one form. `lead` says what follows from it."""

    noun: str
    verb: str
    act: Callable[..., Any]
    form: type[SeenForm]
    title: Said
    lead: Said
    done: Said
    tone: str = ""


DECISIONS = (
    Decision(
        "confirmation", "enrolment confirmed", enrolling.confirm, Confirm,
        gettext_lazy("Confirm"),
        gettext_lazy("From today on the business is on the channel. Its contact is told by message and opens the "
                     "account with number and code of the application."),
        gettext_lazy("The business is on the fast channel. Its contact has a message."),
    ),
    Decision(
        "refusal", "enrolment refused", enrolling.refuse, Reason,
        gettext_lazy("Do not take it"),
        gettext_lazy("The applicant reads the reason and may apply again."),
        gettext_lazy("The application was not taken. The applicant has a message."),
        "late",
    ),
    Decision(
        "suspension", "enrolment suspended", staying.suspend, Reason,
        gettext_lazy("Suspend"),
        gettext_lazy("From today on the business is not shown as being on the channel. Its open complaints go on."),
        gettext_lazy("The business is suspended from today on. It has a message."),
        "late",
    ),
    Decision(
        "return", "enrolment resumed", staying.resume, Bare,
        gettext_lazy("Let it back"),
        gettext_lazy("From today on the business is on the channel again."),
        gettext_lazy("The business is back on the channel. It has a message."),
    ),
    Decision(
        "striking-off", "enrolment left", staying.strike_off, Reason,
        gettext_lazy("Take it off the channel"),
        gettext_lazy("It ends today. Open complaints are still answered, and the business may apply again."),
        gettext_lazy("The business is off the channel. It has a message."),
        "late",
    ),
)  # fmt: skip
BY_NOUN = {decision.noun: decision for decision in DECISIONS}


def open_for(enrolment: Enrolment) -> list[Decision]:
    """What can be decided now."""
    return [decision for decision in DECISIONS if ENROLMENT.can(decision.verb, enrolment.stage)]


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, enrolment_id: UUID, noun: str) -> HttpResponse:
    """The page of one decision."""
    found = BY_NOUN.get(noun)
    if found is None:
        raise Http404
    held = _held(request, enrolment_id)
    kept = request.POST if request.method == "POST" else guards.kept_post(request)
    form = found.form(kept, seen=held.version)
    if not ENROLMENT.can(found.verb, held.stage):
        return _not_now(request, held, form if kept else None, held.stage_label)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, held, form)
    try:
        found.act(held, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now())
    except Moved as error:
        return _moved(request, found, error.row)
    except (DeskError, BusinessError) as error:
        why = why_not(error) if isinstance(error, DeskError) else str(error)
        return _not_now(request, held, form, why)
    messages.success(request, str(found.done))
    return HttpResponseRedirect(reverse("desk-enrolment", args=[held.pk]))


def _held(request: HttpRequest, enrolment_id: UUID) -> Enrolment:
    rows = Enrolment.objects.visible_to(actor_of(request)).select_related("body", "business")
    held: Enrolment = get_object_or_404(rows, pk=enrolment_id)
    return held


def _moved(request: HttpRequest, found: Decision, fresh: Enrolment) -> HttpResponse:
    """Somebody was quicker: the form again with what was typed, if it still makes sense; else how it stands."""
    data = request.POST.copy()
    data["seen"] = str(fresh.version)
    form = found.form(data, seen=fresh.version)
    if not ENROLMENT.can(found.verb, fresh.stage):
        return _not_now(request, fresh, form, fresh.stage_label)
    return _page(request, found, fresh, form, is_moved=True, status=CONFLICT)


def _not_now(request: HttpRequest, held: Enrolment, form: SeenForm | None, how: str) -> HttpResponse:
    why = _("How it stands: %(how)s") % {"how": how}
    typed = typed_rows(form) if form is not None else []
    return conflict(request, why=why, back=reverse("desk-enrolment", args=[held.pk]), typed=typed)


def _page(
    request: HttpRequest, found: Decision, held: Enrolment, form: SeenForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"decision": found, "enrolment": held, "form": form, **more}
    return render(request, "businesses/desk/decision.html", context, status=status)
