"""The press list for the staff, and what a contact of the press opens with the link of a message."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lives import Words
from huaihai.desk.verbs import Desk
from huaihai.education import addresses as education_addresses
from huaihai.education import powers
from huaihai.education.models import PressContact, PressPiece, Publication
from huaihai.education.press import verbs
from huaihai.education.public.facts import is_silent
from huaihai.education.sending.receivers import masked
from huaihai.kit import clock, guards, local_words
from huaihai.kit.form_fields import Line, name_what_is_needed
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


class ContactForm(forms.Form):
    """Who it is, and for which cities. The address cannot be changed: another address confirms for itself."""

    outlet = Line(label=_("Newspaper, station or account"), max_length=80)
    person = Line(
        label=_("Person"),
        help_text=_("Only if somebody there wants to be addressed by name; kept encrypted."),
        max_length=40,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=120,
        help_text=_("A link goes there; nothing is sent before it is confirmed."),
        error_messages={
            "required": _("Please write the e-mail address"),
            "invalid": _("This e-mail address is not complete, for example name@example.com"),
        },
    )
    cities = forms.MultipleChoiceField(
        label=_("From which cities?"),
        help_text=_("Tick nothing to send what concerns any city."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, contact: PressContact | None = None, **options: Any) -> None:
        if contact is not None:
            kept = [one.key for one in contact.cities.all()]
            options["initial"] = {"outlet": contact.outlet, "person": contact.person, "cities": kept}
        super().__init__(*args, **options)
        if contact is not None:
            del self.fields["email"]
        self.by_key = {one.key: one for one in Organisation.objects.cities()}
        cities: Any = self.fields["cities"]
        cities.choices = [(key, local_words.place(one.place_name)) for key, one in self.by_key.items()]
        name_what_is_needed(self)

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        chosen = [self.by_key[key] for key in self.cleaned_data["cities"]]
        return self.cleaned_data | {"cities": chosen}


class PieceForm(forms.Form):
    """Where the piece stands."""

    url = forms.URLField(
        label=_("Address of your piece"),
        max_length=300,
        assume_scheme="https",
        error_messages={
            "required": _("Please write where your piece stands"),
            "invalid": _("This is no web address, for example https://example.com/piece"),
        },
    )


MENU_KEY = "press"


@require_safe
@readers
def contacts(request: HttpRequest) -> HttpResponse:
    """Everybody on the list, with the address masked."""
    actor = actor_of(request)
    rows = PressContact.objects.visible_to(actor).filter(ended_at=None)
    page = page_of(rows.select_related("body").prefetch_related("cities", "pieces"), request.GET.get("page"))
    shown = [
        (contact, masked(contact.email), verbs.may_keep(contact, actor, clock.now())) for contact in page.rows
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
        act=lambda form: verbs.add(**form.facts(), by=actor_of(request), at=clock.now()),
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
        act=lambda form: verbs.change(held, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_("It is kept."),
        to=reverse("office-press"),
    )


def _question(title: Words, button: Words) -> Question:
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=reverse("office-press"),
        back_label=_("Press list"),
    )


def _kept(request: HttpRequest, contact_id: UUID) -> PressContact:
    """A contact that the reader's body looks after; any other is not there."""
    actor = actor_of(request)
    rows = PressContact.objects.visible_to(actor).filter(ended_at=None).select_related("body")
    held = get_object_or_404(rows, pk=contact_id)
    if not verbs.may_keep(held, actor, clock.now()):
        raise Http404
    return held


CONTACTS = Desk[PressContact](
    "office-press",
    find=_kept,
    home=lambda _contact: reverse("office-press"),
    called=lambda _contact: _("Press list"),
    current=MENU_KEY,
    verbs=(verbs.leave,),
)


MOST_PIECES = 20  # that one contact tells of one publication


@asking
@guards.public
def own_contact(request: HttpRequest, token: str) -> HttpResponse:
    """On the list or off it, one button each. The link is the proof: whoever is signed in counts for nothing."""
    ids = education_addresses.opened(education_addresses.PRESS, token)
    if ids is None:
        raise Http404
    held = get_object_or_404(PressContact, pk=ids[0])
    if request.method == "POST":
        if "leave" in request.POST:
            verbs.leave(held, by=Actor.public(), at=clock.now())
        elif not held.ended_at:
            verbs.confirm(held, by=Actor.public(), at=clock.now())
        return redirect("press-contact", token)
    return render(request, "education/press/contact.html", {"held": held})


@asking
@guards.public
def piece(request: HttpRequest, token: str) -> HttpResponse:
    """Where the own piece stands; several may be told."""
    ids = education_addresses.opened(education_addresses.PRESS_PIECE, token, many=2)
    if ids is None:
        raise Http404
    held = get_object_or_404(PressContact.objects.active(), pk=ids[0])
    publication = get_object_or_404(Publication.objects.exclude(first_out_at=None), pk=ids[1])
    pieces = list(PressPiece.objects.filter(contact=held, publication=publication)[:MOST_PIECES])
    form = PieceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if len(pieces) < MOST_PIECES:
            verbs.tell(held, publication, form.cleaned_data["url"], at=clock.now())
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
