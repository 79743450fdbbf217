"""What a contact of the press opens with the link of a message: being on the list, and telling of a piece."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huaihai.education import tokens
from huaihai.education.actions import press
from huaihai.education.letters import addresses
from huaihai.education.models import PressContact, PressPiece, Publication
from huaihai.education.press.forms import PieceForm
from huaihai.education.public.warnings.text import is_silent
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor

MOST_PIECES = 20  # that one contact tells of one publication
asking = require_http_methods(["GET", "HEAD", "POST"])


@asking
@guards.public
def contact(request: HttpRequest, token: str) -> HttpResponse:
    """On the list or off it, one button each. The link is the proof: whoever is signed in counts for nothing."""
    ids = tokens.opened(addresses.PRESS, token)
    if ids is None:
        raise Http404
    held = get_object_or_404(PressContact, pk=ids[0])
    if request.method == "POST":
        if "leave" in request.POST:
            press.leave(held, by=Actor.public(), at=clock.now())
        elif not held.ended_at:
            press.confirm(held, by=Actor.public(), at=clock.now())
        return redirect("press-contact", token)
    return render(request, "education/press/contact.html", {"held": held})


@asking
@guards.public
def piece(request: HttpRequest, token: str) -> HttpResponse:
    """Where the own piece stands; several may be told."""
    ids = tokens.opened(addresses.PRESS_PIECE, token, many=2)
    if ids is None:
        raise Http404
    held = get_object_or_404(PressContact.objects.active(), pk=ids[0])
    publication = get_object_or_404(Publication.objects.exclude(first_out_at=None), pk=ids[1])
    pieces = list(PressPiece.objects.filter(contact=held, publication=publication)[:MOST_PIECES])
    form = PieceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if len(pieces) < MOST_PIECES:
            press.tell(held, publication, form.cleaned_data["url"], at=clock.now())
            messages.success(request, gettext("Thank you, we have noted it."))
        return redirect("press-piece", token)
    context = {
        "form": form,
        "publication": publication,
        "is_silent": is_silent(publication),
        "pieces": pieces,
        "outlet": held.outlet,
    }
    return render(request, "education/press/piece.html", context)
