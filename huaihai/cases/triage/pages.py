"""The tree for everybody: a sentence or three taps, then the card's own page. What is typed is sent in the body of a
request, shown, and kept nowhere."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from huaihai.cases.consumer import choices
from huaihai.cases.consumer.fields import TextBody
from huaihai.cases.genuine import searched
from huaihai.cases.triage import facts, sums, where
from huaihai.cases.triage.reading import reading
from huaihai.kit import guards, local_words
from huaihai.kit.country import gettext
from huaihai.kit.country import gettext_lazy as _
from huaihai.law.triage.cards import US, Card, First, Kind
from huaihai.law.triage.finding import find
from huaihai.law.triage.reading import tree

LONGEST = 500
NEAREST = 3
EXAMPLES = (
    _("The gym has closed, and I have 3,000 left on my card"),
    _("I bought it in a live room; it leaks current, and they give no refund"),
    _("My boss owes me two months of wages"),
)


class SentenceForm(forms.Form):
    """One sentence in one's own words."""

    sentence = TextBody(
        label=_("What happened? One sentence is enough"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "enterkeyhint": "search"}),
        error_messages={"required": _("Please say in a sentence what happened, or tap one of the pictures.")},
    )


@reading
def start(request: HttpRequest) -> HttpResponse:
    """The field, three examples, the gates; for a sentence the cards that fit it best."""
    form = SentenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _found(request, form)
    return render(request, "cases/triage/start.html", {"form": form, "examples": EXAMPLES})


def _found(request: HttpRequest, form: SentenceForm) -> HttpResponse:
    cards = [one.card for one in find(form.cleaned_data["sentence"], most=NEAREST)]
    context = {
        "form": form,
        "sentence": form.cleaned_data["sentence"],
        "may_be_forged": searched.is_asked(form.cleaned_data["sentence"]),
        "tiles": [facts.found_tile(card, facts.offices_of(card, tree())) for card in cards],
        "is_urgent": any(card.kind is Kind.URGENT for card in cards[:NEAREST]),
        "pictures": facts.pictures(tree()),
    }
    return render(request, "cases/triage/found.html", context)


@require_safe
@guards.same_for_all
def danger(request: HttpRequest) -> HttpResponse:
    """Whom to call at once; then what is urgent besides."""
    urgent = [card for card in tree().cards.values() if card.kind is Kind.URGENT]
    context = {"page": facts.page_of(urgent, _number(request), request.path)}
    return render(request, "cases/triage/danger.html", context)


@require_safe
@guards.same_for_all
def paid(request: HttpRequest) -> HttpResponse:
    """What it is about: the pictures."""
    context = {"pictures": facts.pictures(tree()), "has_doubtful": bool(facts.without_claim(tree()))}
    return render(request, "cases/triage/paid.html", context)


@require_safe
@guards.same_for_all
def doubtful(request: HttpRequest) -> HttpResponse:
    """What is asked often and the law gives nothing for; each says what helps all the same."""
    cards = facts.without_claim(tree())
    return _problems(request, cards, _("What usually cannot be asked for"), back="triage-paid", complains="1")


@require_safe
@guards.same_for_all
def paid_for(request: HttpRequest, picture_id: str) -> HttpResponse:
    """What happened, behind one picture."""
    picture = tree().pictures.get(picture_id)
    if picture is None:
        raise Http404
    cards = tree().at(picture_id)
    heading = gettext("%(picture)s: what is wrong?") % {"picture": local_words.said(picture.words)}
    return _problems(request, cards, heading, symbol=picture.symbol, back="triage-paid", complains="1")


@require_safe
@guards.same_for_all
def unpaid(request: HttpRequest) -> HttpResponse:
    """What it is about, where no business was paid."""
    return render(request, "cases/triage/unpaid.html", {"tiles": facts.groups(tree())})


@require_safe
@guards.same_for_all
def unpaid_for(request: HttpRequest, group: str) -> HttpResponse:
    """What happened, of one group."""
    if group not in facts.GROUPS:
        raise Http404
    words, _starts = facts.GROUPS[group]
    heading = gettext("%(picture)s: what is wrong?") % {"picture": words}
    return _problems(request, facts.in_group(tree(), group), heading, back="triage-unpaid")


def _problems(
    request: HttpRequest, cards: Sequence[Card], heading: str | Promise, **more: str
) -> HttpResponse:
    page = facts.page_of(cards, _number(request), request.path)
    if not page.tiles:
        raise Http404
    return render(request, "cases/triage/problems.html", {"heading": heading, "page": page, **more})


def _number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "")
    return max(1, int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) <= 2 else 1


@reading
def split(request: HttpRequest, card_id: str) -> HttpResponse:
    """The third question, where the answer changes what holds."""
    found = card_at(card_id)
    if found.split is None:
        return redirect("triage-card", card_id)
    known = tree().cards
    options = [(local_words.said(one.words), known[one.go]) for one in found.split.options if one.go in known]
    context = {
        "card": found,
        "title": local_words.said(found.title),
        "ask": local_words.said(found.split.ask),
        "tiles": [facts.Tile(words, facts.page_url(goes_to)) for words, goes_to in options],
        "sentence": sentence_of(request),
    }
    return render(request, "cases/triage/split.html", context)


@reading
def card(request: HttpRequest, card_id: str) -> HttpResponse:
    """What holds, what to do, who helps. POST carries the sentence, a city or a sum to work out; nothing is kept."""
    found = card_at(card_id)
    return render(request, "cases/triage/card.html", _card_facts(request, found))


def _card_facts(request: HttpRequest, found: Card) -> dict[str, Any]:
    said = local_words.said
    chosen = request.POST.get("city", request.GET.get("city"))
    place = where.where(found, chosen, sentence_of(request))
    city = place.city
    kind, tone = facts.ADVISED if found.is_ours and place.away else facts.way_of_help(found)
    offices = [facts.shown_office(one, city) for one in facts.offices_of(found, tree())]
    return {
        "card": found,
        "title": said(found.title),
        "answer": said(found.answer),
        "kind": kind,
        "tone": tone,
        "offices": offices,
        "led_by": 0 if found.first is First.US else facts.led_by(offices),
        "by_letter": found.is_ours and bool(found.letter) and found.first is First.SHOP,
        "answers_here": facts.answers_here(found),
        "needs_area": any(one.needs_area and one.number for one in offices),
        "asks_us": US in found.offices,
        "first": facts.first_step(found),
        "today": facts.words_of(found.today),
        "rights": facts.rights_of(found, city),
        "rights_elsewhere": facts.rights_elsewhere(found, city),
        "never": [facts.NEVER[one] for one in found.never],
        "remedies": choices.remedy_words(found.remedies),
        "sums": sums.in_place(found.sums, request.POST),
        "checked": facts.checked(found),
        "is_unread": found.checked_by == facts.EDITORS,
        "city": city,
        "place": place,
        "places": where.options(found) if facts.depends_on_place(found, tree()) else [],
        "sentence": sentence_of(request),
    }


def card_at(card_id: str) -> Card:
    """The card of this id; 404 for any other."""
    found = tree().cards.get(card_id)
    if found is None:
        raise Http404
    return found


def sentence_of(request: HttpRequest) -> str:
    """The sentence that led here, carried from page to page."""
    return request.POST.get("sentence", "")[:LONGEST]
