"""The body's pages: pledges of its city, one with what can be done, the letter for the bank, doubts to decide."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business
from huaihai.businesses.pages import city_frame
from huaihai.desk import codes
from huaihai.desk.asking import Question, ask, asking, how_it_stands
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import Choice, List, Search
from huaihai.desk.lives import DeskError
from huaihai.desk.tables import Cell, Column
from huaihai.desk.verbs import Desk
from huaihai.kit import clock, spoken
from huaihai.kit.form_fields import PlainForm, Words
from huaihai.kit.network import whole
from huaihai.kit.paging import page_of
from huaihai.prepaid import books
from huaihai.prepaid.cards import facts as cards_facts
from huaihai.prepaid.cards import verbs as cards_verbs
from huaihai.prepaid.closures import facts as closures_facts
from huaihai.prepaid.doubts import all_doubts
from huaihai.prepaid.issuers import facts, sides, verbs
from huaihai.prepaid.issuers.sides import officers
from huaihai.prepaid.life import ISSUER
from huaihai.prepaid.models import Card, CardEntry, Issuer
from huaihai.prepaid.registers import facts as registers_facts

LETTER = "prepaid_letter"  # session key: the last letter that was written here, with its code


class DecideForm(PlainForm):
    """Why it counts, or not."""

    reason = Words(
        label=gettext_lazy("Whom did you hear, and why so?"),
        help_text=gettext_lazy("The record keeps it, sealed."),
        max_length=verbs.LONGEST_REASON,
    )


PLEDGES = Desk[Issuer](
    "desk-prepaid",
    verbs=(verbs.confirm, verbs.refuse, verbs.end),
    find=sides.issuer,
    life=ISSUER,
    may=lambda actor, issuer: actor.kind == "officer",
    keys=lambda issuer: [issuer.pk],
    home=lambda issuer: reverse("desk-prepaid-one", args=[issuer.pk]),
    called=lambda issuer: issuer.business.name,
    not_now=how_it_stands,
    thing="issuer",
    readers=officers,
    frame=city_frame,
)


def _business(issuer: Issuer) -> Cell:
    lines = [_("under the roof of %(mall)s") % {"mall": issuer.under.name}] if issuer.under else []
    return Cell(issuer.business.name, reverse("desk-prepaid-one", args=[issuer.pk]), lines=lines)


def _covered(issuer: Issuer) -> Cell:
    due = issuer.notice_due
    lines = [_("to be filled up by %(day)s") % {"day": spoken.day(due, today=clock.today())}] if due else []
    return Cell(facts.covered(issuer), lines=lines)


LIST = List[Issuer](
    gettext_lazy("Prepaid cards"),
    current="desk-prepaid",
    rows=lambda request: sides.issuers(request).order_by("-applied_at", "pk"),
    columns=(
        Column(gettext_lazy("Shop"), _business, sort=("business__name",)),
        Column(gettext_lazy("Stage"), lambda issuer: issuer.stage_label),
        Column(gettext_lazy("Covered"), _covered, sort=("notice_due",)),
        Column(gettext_lazy("Pledged"), lambda issuer: facts.percent(issuer.ratio_permille)),
        Column(gettext_lazy("Counted"), lambda issuer: issuer.counted_on, sort=("counted_on",)),
    ),
    choices=(
        Choice(
            "list",
            gettext_lazy("Lists"),
            {
                "": (gettext_lazy("All"), Q()),
                "applied": (ISSUER.stages["applied"], Q(stage="applied")),
                "below": (gettext_lazy("Below its pledge"), Q(stage="pledged", below_since__isnull=False)),
                "over": (gettext_lazy("Ended or silent"), Q(stage__in=["ended", "silent", "settled"])),
            },
        ),
    ),
    search=Search(
        lambda rows, words: rows.filter(
            business__in=Business.objects.matching(words).order_by().values("pk")
        ),
        gettext_lazy("Shop"),
    ),
    links=lambda _request: [
        (gettext_lazy("Official registers"), reverse("desk-prepaid-registers")),
        (gettext_lazy("As everybody sees it"), reverse("prepaid")),
    ],
    empty=gettext_lazy("No shop of your city pledges for its cards yet. A shop does it on its own pages."),
    frame=city_frame,
    guard=officers,
)


@officers
@require_safe
def one(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """One pledge: how it stands, what the bank says, what can be done."""
    issuer, today, actor = sides.issuer(request, issuer_id), clock.today(), actor_of(request)
    context = {
        **facts.issuer_facts(issuer, today=today),
        "verbs": PLEDGES.offered(actor, issuer),
        "may_write": ISSUER.can("send code", issuer.stage),
        "lines": list(issuer.guarantee_lines.all()[:12]),
        "earlier": list(issuer.business.prepaid_pledges.exclude(pk=issuer.pk).order_by("-applied_at")[:5]),
        "cards": Card.objects.filter(issuer__business=issuer.business_id).count(),
        "doubts": all_doubts().filter(card__issuer=issuer).count(),
        "registered": registers_facts.of(issuer.business),
        "closing": closures_facts.on_issuer(issuer),
        **city_frame(request),
    }
    return render(request, "prepaid/desk/issuer.html", context)


@officers
@never_cache
@asking
def letter(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The letter for the bank with a new code; one before it opens nothing any more. To load the page again changes
    nothing: this session shows the letter as long as its code is the newest."""
    issuer = sides.issuer(request, issuer_id)
    home = reverse("desk-prepaid-one", args=[issuer.pk])
    context: dict[str, Any] = {"issuer": issuer, "home": home, **city_frame(request)}
    status = 200
    if request.method == "POST":
        try:
            code = verbs.new_code(issuer, by=actor_of(request), at=clock.now())
        except DeskError as error:
            context["why"], status = str(error), 409
        else:
            request.session[LETTER] = {"issuer": str(issuer.pk), "code": code}
            return HttpResponseRedirect(request.path)
    kept = request.session.get(LETTER) or {}
    if kept.get("issuer") == str(issuer.pk):
        code = kept["code"] if verbs.guarantor_fingerprint(kept["code"]) == issuer.guarantor_code_hash else ""
        context |= {
            "code": codes.grouped(code),
            "address": whole(request, reverse("guarantor-open")),
            "pledged": facts.percent(issuer.ratio_permille),
        }
    return render(request, "prepaid/desk/letter.html", context, status=status)


@officers
@require_safe
def doubts(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """What holders doubt: the body decides where both do not agree."""
    issuer = sides.issuer(request, issuer_id)
    page = page_of(all_doubts().filter(card__issuer=issuer), request.GET.get("page"))
    context = {
        "issuer": issuer,
        "page": page,
        "rows": [
            {
                "entry": entry,
                "number": codes.grouped(entry.card.number),
                "words": cards_facts.entry_words(entry.card, entry),
                "side": cards_facts.SIDES[entry.by],
                "claim": _claim(entry),
            }
            for entry in page.rows
        ],
        **city_frame(request),
    }
    return render(request, "prepaid/desk/doubts.html", context)


def _claim(entry: CardEntry) -> str:
    """What the holder says was left on a card that was sold before."""
    if entry.kind != books.BROUGHT:
        return ""
    return cards_facts.claim_words(entry.card, entry, books.claim_of([entry, *entry.followed_by.all()]))


@officers
@asking
def decide(request: HttpRequest, issuer_id: UUID, entry_id: UUID, word: str) -> HttpResponse:
    """What was noted counts, or it is taken back."""
    issuer = sides.issuer(request, issuer_id)
    rows = CardEntry.objects.select_related("card__issuer__business", "card__issuer__body")
    entry = get_object_or_404(rows, pk=entry_id, card__issuer=issuer)
    counts = word == "counts"
    title = gettext_lazy("It counts") if counts else gettext_lazy("It does not count")
    if claim := _claim(entry):
        title = (
            gettext_lazy("The figure of the shop holds")
            if counts
            else gettext_lazy("The figure of the holder holds")
        )
    question = Question(
        current="",
        title=title,
        button=title,
        back=reverse("desk-prepaid-doubts", args=[issuer.pk]),
        back_label=gettext_lazy("Doubts"),
        lead=_("%(number)s: %(entry)s. You have heard both. This is final.")
        % {
            "number": codes.grouped(entry.card.number),
            "entry": " · ".join(filter(None, (cards_facts.entry_words(entry.card, entry), claim))),
        },
        frame=city_frame,
    )
    act = partial(cards_verbs.settle_doubt, entry, stands=counts)
    return ask(
        request,
        question,
        form=DecideForm,
        act=lambda form: act(text=form.cleaned_data["reason"], by=actor_of(request), at=clock.now()),
        done=gettext_lazy("Decided."),
        to=question.back,
    )
