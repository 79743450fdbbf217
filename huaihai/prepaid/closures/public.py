"""For everybody: the shop is closed, what card holders do, who has it in hand. Also for the door, as a paper."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from huaihai.desk import codes
from huaihai.kit import clock, guards
from huaihai.kit.network import whole
from huaihai.prepaid.closures import facts, life
from huaihai.prepaid.models import Issuer


@require_safe
@guards.public
def closed(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The notice. Sums of all together, nothing of any card."""
    issuer = get_object_or_404(Issuer.objects.with_parties(), pk=issuer_id)
    closure = facts.of_issuer(issuer)
    if closure is None or closure.stage == life.LIFTED:
        raise Http404
    address = whole(request, reverse("card-open"))
    context = {
        "address": address,
        "qr": mark_safe(codes.qr(address, scale=5).decode()),  # noqa: S308 -- drawn by us
        "closure": closure,
        "issuer": issuer,
        "sums": facts.sums(closure),
        "vote_words": facts.vote_words(closure, now=clock.now()),
    }
    return render(request, "prepaid/closures/public.html", context)
