"""The button of a connection's page that makes a practice case."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huaihai.businesses import rights
from huaihai.businesses.models import Connection
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.business.standing import actor_of
from huaihai.cases.practice import acting
from huaihai.kit import clock, guards


@guards.business
@require_POST
def practice_cases(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Make one more, if the visitor manages the connection's business."""
    account_id = actor_of(request).account_id
    if account_id is None:
        raise Http404
    managed = rights.held_in(account_id, rights.MANAGE, on=clock.today())
    rows = Connection.objects.live().filter(is_sandbox=True, business__in=managed)
    held = get_object_or_404(rows, pk=connection_id)
    try:
        acting.begin(held, at=clock.now())
    except Unfit as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("A practice case is there. Your system is invited to answer it."))
    return HttpResponseRedirect(reverse("business-connection", args=[held.pk]))
