"""The page anybody reads: how the unknown is called back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.insight.callbacks.proved import PROVED
from huaihai.insight.models import CallRound
from huaihai.kit import guards
from huaihai.kit.paging import page_of


@require_safe
@guards.public
def public(request: HttpRequest) -> HttpResponse:
    """How the unknown is called back, word for word, and every draw with its seed."""
    page = page_of(CallRound.objects.filter(closed_at__isnull=False), request.GET.get("page"))
    return render(request, "insight/callbacks/public.html", {"page": page, "proved": PROVED})
