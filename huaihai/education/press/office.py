"""The press list for the staff: everybody on it, a new contact, changes, and taking somebody off."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.education import powers
from huaihai.education.actions import press
from huaihai.education.models import PressContact
from huaihai.education.press.forms import ContactForm, NoForm
from huaihai.education.receivers import masked
from huaihai.kit import clock
from huaihai.kit.paging import page_of

MENU_KEY = "press"


@require_safe
@readers
def contacts(request: HttpRequest) -> HttpResponse:
    """Everybody on the list, with the address masked."""
    actor = actor_of(request)
    rows = PressContact.objects.visible_to(actor).filter(ended_at=None)
    page = page_of(rows.select_related("body").prefetch_related("cities", "pieces"), request.GET.get("page"))
    shown = [
        (contact, masked(contact.email), press.may_keep(contact, actor, clock.now())) for contact in page.rows
    ]
    context = {"page": page, "shown": shown, "may_add": powers.works(actor)}
    return render(request, "education/press/contacts.html", frame(request, MENU_KEY) | context)


@asking
@readers
def contact_new(request: HttpRequest) -> HttpResponse:
    """Somebody new; a link goes to the address."""
    if not powers.works(actor_of(request)):
        raise Http404
    return ask(
        request,
        _question(_("Put somebody on the press list"), _("Send the link")),
        form=ContactForm,
        act=lambda form: press.add(**form.facts(), by=actor_of(request), at=clock.now()),
        done=_("The link is on its way. Nothing else is sent before it is confirmed."),
        to=reverse("office-press"),
    )


@asking
@readers
def contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Other facts about a contact."""
    held = _kept(request, contact_id)
    return ask(
        request,
        _question(_("Change a contact"), _("Keep it")),
        form=lambda *sent: ContactForm(*sent, contact=held),
        act=lambda form: press.change(held, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_("It is kept."),
        to=reverse("office-press"),
    )


@asking
@readers
def contact_end(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Off the list."""
    held = _kept(request, contact_id)
    lead = _("%(outlet)s gets nothing more, no corrections either. Person and address are erased.") % {
        "outlet": held.outlet
    }
    return ask(
        request,
        _question(_("Take a contact off the list"), _("Take off and erase"), lead=lead, tone="late"),
        form=NoForm,
        act=lambda form: press.leave(held, by=actor_of(request), at=clock.now()),
        done=_("The contact is off the list."),
        to=reverse("office-press"),
    )


def _question(title: object, button: object, *, lead: object = "", tone: str = "") -> Question:
    return Question(
        current=MENU_KEY,
        title=str(title),
        button=str(button),
        back=reverse("office-press"),
        back_label=_("Press list"),
        lead=str(lead),
        tone=tone,
    )


def _kept(request: HttpRequest, contact_id: UUID) -> PressContact:
    """A contact that the reader's body looks after; any other is not there."""
    actor = actor_of(request)
    rows = PressContact.objects.visible_to(actor).filter(ended_at=None).select_related("body")
    held = get_object_or_404(rows, pk=contact_id)
    if not press.may_keep(held, actor, clock.now()):
        raise Http404
    return held
