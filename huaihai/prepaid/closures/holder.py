"""The holder of a card whose shop closed: what is known and what to do, the complaint, the vote, where to be paid."""

from functools import partial
from typing import Any
from unicodedata import normalize

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases.consumer.filing import receipts, steps
from huaihai.cases.verbs.intake import Receipt
from huaihai.desk import codes
from huaihai.desk.asking import ask, asking, outside
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock, phones
from huaihai.kit.form_fields import Line, PlainForm
from huaihai.members import directory
from huaihai.prepaid.cards.opening import with_card
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import facts, filing, paying, speaking, verbs
from huaihai.prepaid.closures.facts import OnCard
from huaihai.prepaid.closures.filing import Contact
from huaihai.prepaid.models import Card, Creditor

LEAST_OF_ACCOUNT = 5


class FileForm(PlainForm):
    """How the holder is reached, as far as the card does not say it: then it is one tap."""

    name = Line(
        max_length=40,
        label=_("Your name"),
        help_text=_("Your real name; a complaint in mediation needs it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = Line(
        max_length=40,
        label=_("Your telephone"),
        help_text=_("A mobile phone, or a landline with its area code."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, known: Contact, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known
        for name in ("name", "phone"):
            if getattr(known, name):
                del self.fields[name]

    def clean_phone(self) -> str:
        number = phones.mobile(self.cleaned_data["phone"]) or phones.public_number(self.cleaned_data["phone"])
        if number is None:
            raise ValidationError(gettext("This is no telephone number that can be called. Please check it."))
        return number

    @property
    def contact(self) -> Contact:
        given = self.cleaned_data
        return Contact(given.get("name") or self.known.name, given.get("phone") or self.known.phone)


class StandForm(PlainForm):
    name = Line(
        max_length=20,
        label=_("What the others may call you"),
        help_text=_("For example “Ms Wang”. All card holders read it; your telephone they do not get."),
    )


class PayeeForm(PlainForm):
    name = Line(max_length=40, label=_("Whose account it is"))
    bank = Line(max_length=60, label=_("Bank and branch"))
    account = Line(
        max_length=40,
        label=_("Account number"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_account(self) -> str:
        typed = normalize("NFKC", str(self.cleaned_data["account"]))
        account = "".join(char for char in typed if char not in " -")
        if len(account) < LEAST_OF_ACCOUNT or not account.isascii() or not account.isalnum():
            raise ValidationError(gettext("This account number is not complete. Please check it."))
        return account


class VoteForm(PlainForm):
    wanted = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Who shall speak for all?"),
        error_messages={
            "required": _("Please choose one of them."),
            "invalid_choice": _("This person does not stand any more. Please look again."),
        },
    )

    def __init__(self, *args: Any, creditor: Creditor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = {str(one.creditor.pk): one for one in facts.standing(creditor)}
        field: Any = self.fields["wanted"]
        field.choices = [
            (key, gettext("%(name)s (you)") % {"name": one.name} if one.is_self else one.name)
            for key, one in self.rows.items()
        ]
        chosen = next((key for key, one in self.rows.items() if one.is_chosen), "")
        field.initial = chosen

    @property
    def creditor(self) -> Creditor:
        return self.rows[self.cleaned_data["wanted"]].creditor


@with_card
@require_POST
def said(request: HttpRequest, card: Card) -> HttpResponse:
    """One tap: the shop is closed; one more takes it back."""
    if facts.on_card(card, today=clock.today()).can_say_closed:
        if request.POST.get("back"):
            verbs.unsay_closed(card)
            messages.success(request, gettext("Taken back."))
        else:
            verbs.say_closed(card, at=clock.now())
            body = {"body": card.issuer.body.short_name}
            messages.success(request, gettext("Noted. %(body)s looks after it.") % body)
    return HttpResponseRedirect(_card(card))


@with_card
@require_safe
def closed(request: HttpRequest, card: Card) -> HttpResponse:
    """What is known, what there is to do, and until when."""
    return render(request, "prepaid/closures/card.html", _context(_closing(card)))


@with_card
@asking
def complaint(request: HttpRequest, card: Card) -> HttpResponse:
    """The complaint with everything filled in; pressed once more, its number."""
    closing = _closing(card)
    creditor = _creditor(closing)
    if creditor.case_id is not None or not closing.is_open:
        return HttpResponseRedirect(reverse("card-closed", args=[card.pk]))
    known = filing.contact_of(card)

    def act(form: FileForm) -> Receipt:
        made = filing.file(
            creditor,
            form.contact,
            by=holder_of(card),
            at=clock.now(),
            keep=partial(receipts.keep, request),
        )
        steps.take_up(request, made.case.pk)
        return made

    home = directory.body_for(card.region_code) if card.region_code else None
    context = _context(closing) | {"known": known, "home": home}
    return ask(
        request,
        outside("prepaid/closures/complaint.html", context=context),
        form=partial(FileForm, known=known),
        act=act,
        done="",
        to=reverse("file-receipt"),
    )


@with_card
@asking
def vote(request: HttpRequest, card: Card) -> HttpResponse:
    """Who stands, and the vote of this card."""
    closing = _closing(card)
    creditor = _creditor(closing)
    return ask(
        request,
        outside(
            "prepaid/closures/vote.html",
            context=_context(closing) | {"rule": facts.rule_words(closing.closure.creditors.count())},  # type: ignore[union-attr]
            closed="" if closing.votes else gettext("The vote is over."),
        ),
        form=partial(VoteForm, creditor=creditor),
        act=lambda form: speaking.vote(creditor, form.creditor, at=clock.now()),
        done=_("Your vote is noted. You can change it until the last day."),
        to=reverse("card-closed", args=[card.pk]),
    )


@with_card
@asking
def stand(request: HttpRequest, card: Card) -> HttpResponse:
    """To speak for all; or not any more."""
    closing = _closing(card)
    creditor = _creditor(closing)
    by, at = holder_of(card), clock.now()
    stands = creditor.stands_at is not None
    return ask(
        request,
        outside(
            "prepaid/closures/stand.html",
            context=_context(closing) | {"stands": stands},
            closed="" if closing.votes else gettext("The vote is over."),
        ),
        form=PlainForm if stands else StandForm,
        act=lambda form: (
            speaking.stand_back(creditor, by=by, at=at)
            if stands
            else speaking.stand(creditor, **form.facts(), by=by, at=at)
        ),
        done=_("You do not stand any more.")
        if stands
        else _("You stand now. The others see the name you gave."),
        to=reverse("card-closed-vote", args=[card.pk]),
    )


@with_card
@asking
def payee(request: HttpRequest, card: Card) -> HttpResponse:
    """Where the guarantor is to pay."""
    closing = _closing(card)
    creditor = _creditor(closing)
    return ask(
        request,
        outside(
            "prepaid/closures/payee.html",
            context=_context(closing),
            closed="" if closing.has_share else gettext("There is no share to be paid now."),
        ),
        form=partial(PayeeForm, initial=creditor.payee),
        act=lambda form: paying.name_payee(creditor, **form.facts(), by=holder_of(card), at=clock.now()),
        done=_("Noted. Only whoever pays it sees this."),
        to=reverse("card-closed", args=[card.pk]),
    )


@with_card
@require_POST
def denied(request: HttpRequest, card: Card) -> HttpResponse:
    """One tap: what is marked as paid did not arrive; one more: it did."""
    closing = _closing(card)
    creditor, by, at = _creditor(closing), holder_of(card), clock.now()
    try:
        if request.POST.get("back"):
            paying.arrived(creditor, by=by, at=at)
            messages.success(request, gettext("Noted: the money is there."))
        else:
            paying.deny(creditor, by=by, at=at)
            body = {"body": card.issuer.body.short_name}
            messages.success(request, gettext("Noted. %(body)s asks the bank.") % body)
    except NotPossible as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(reverse("card-closed", args=[card.pk]))


def _closing(card: Card) -> OnCard:
    """Where the shop is not closed, or nothing was left on this card, there is nothing here."""
    closing = facts.on_card(card, today=clock.today())
    if closing.closure is None:
        raise Http404
    return closing


def _creditor(closing: OnCard) -> Creditor:
    if closing.creditor is None:
        raise Http404
    return closing.creditor


def _context(closing: OnCard) -> dict[str, Any]:
    closure = closing.closure
    return {
        "closing": closing,
        "card": closing.card,
        "number": codes.grouped(closing.card.number),
        "closure": closure,
        "creditor": closing.creditor,
        "vote_words": facts.vote_words(closure, now=clock.now()) if closure else "",
    }


def _card(card: Card) -> str:
    return reverse("card", args=[card.pk])
