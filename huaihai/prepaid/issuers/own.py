"""The shop's pages about its pledge, and the mall's about the shops under its roof; what the front page says."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business, Place
from huaihai.businesses.pages import frame
from huaihai.cases.business.overview import Line, Section
from huaihai.desk import codes
from huaihai.desk.asking import Question, ask, asking, outside, press
from huaihai.desk.frame import actor_of
from huaihai.desk.tables import Cell, Column, table
from huaihai.kit import clock, guards, spoken
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way
from huaihai.members import directory
from huaihai.members.models import Organisation
from huaihai.prepaid import life
from huaihai.prepaid.cards import hindering
from huaihai.prepaid.closures import facts as closures_facts
from huaihai.prepaid.doubts import all_doubts
from huaihai.prepaid.guarantees import counting
from huaihai.prepaid.issuers import facts, verbs
from huaihai.prepaid.issuers.forms import PledgeForm, TermsForm
from huaihai.prepaid.issuers.sides import own_issuer
from huaihai.prepaid.models import Card, Issuer
from huaihai.prepaid.moving import managed_by, manages
from huaihai.prepaid.provinces import law_here
from huaihai.prepaid.registers import facts as registers_facts

MOST_SHOPS = 50
COLUMNS: tuple[Column[Card], ...] = (
    Column(
        gettext_lazy("Card"),
        lambda card: Cell(
            codes.grouped(card.number),
            reverse("business-prepaid-card", args=[card.issuer_id, card.pk]),
            lines=[card.own_number] if card.own_number else [],
        ),
    ),
    Column(pgettext_lazy("prepaid card", "Kind"), lambda card: card.get_kind_display()),
    Column(
        gettext_lazy("Sold"),
        lambda card: Cell(
            card.sold_at, lines=[pgettext_lazy("prepaid card", "entered later")] if card.own_number else []
        ),
    ),
    Column(
        pgettext_lazy("prepaid card", "Open"),
        lambda card: Cell(
            spoken.money(card.certain_fen),
            lines=[_("doubtful: %(sum)s") % {"sum": spoken.money(card.doubtful_fen)}]
            if card.doubtful_fen
            else [],
        ),
    ),
)


@guards.business
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The pledges of the businesses one works for, and of the shops under their roof."""
    actor, today = actor_of(request), clock.today()
    rows = Issuer.objects.visible_to(actor).with_parties().order_by("-applied_at", "pk")
    page = page_of(rows, request.GET.get("page"))
    managed = managed_by(actor, on=today)
    own = [one for one in page.rows if one.business_id in actor.business_ids]
    beneath = [one for one in page.rows if one.under_id in actor.business_ids]
    context = {
        "page": page,
        "own": [facts.issuer_facts(one, today=today) for one in own],
        "beneath": [
            facts.issuer_facts(one, today=today)
            | {
                "may_join": one.stage == "applied" and one.joined_on is None and one.under_id in managed,
                "may_part": life.ISSUER.can("part", one.stage) and one.under_id in managed,
            }
            for one in beneath
        ],
        "law": law_here(beneath[0].body.region_code) if beneath else None,
        "may_pledge": bool(_may_pledge(request)),
        **frame(request),
    }
    return render(request, "prepaid/shop/overview.html", context)


def _may_pledge(request: HttpRequest) -> list[Business]:
    """The businesses that the reader manages and that have no pledge."""
    actor, today = actor_of(request), clock.today()
    taken = Issuer.objects.filter(stage__in=["applied", "pledged", "silent"]).values("business")
    rows = Business.objects.standing().filter(pk__in=actor.business_ids, is_gone=False).exclude(pk__in=taken)
    return list(rows.filter(pk__in=managed_by(actor, on=today)).order_by("name", "pk")[:MOST_SHOPS])


@guards.business
@asking
def pledge(request: HttpRequest, business_id: UUID | None = None) -> HttpResponse:
    """Pledge; somebody with several shops chooses one first."""
    shops = _may_pledge(request)
    if business_id is None and len(shops) != 1:
        return render(request, "prepaid/shop/choose.html", {"shops": shops, **frame(request)})
    shop = next((one for one in shops if business_id in (None, one.pk)), None)
    if shop is None:
        raise Http404
    bodies = bodies_of(shop)
    region = next((one.region_code for one in bodies), "")
    return ask(
        request,
        Question(
            current="",
            title=gettext_lazy("Pledge a guarantee for your cards"),
            button=gettext_lazy("Send the pledge"),
            back=reverse("business-prepaid"),
            back_label=gettext_lazy("Prepaid cards"),
            lead=gettext_lazy(
                "The money stays with the bank or insurer; we hold none. The association looks at the guarantee and "
                "confirms it. Then every card you sell gets a receipt, and everybody reads how much is covered."
            ),
            template="prepaid/shop/pledge.html",
            frame=frame,
            closed="" if bodies else _("No place of your shop lies in our cities."),
            context={"shop": shop, "law": law_here(region), "registered": registers_facts.of(shop)},
        ),
        form=partial(PledgeForm, bodies=bodies),
        act=lambda form: verbs.apply(
            shop, form.pledge(), body=form.chosen_body, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("Sent. The association looks at it."),
        to=lambda issuer: reverse("business-prepaid-one", args=[issuer.pk]),
    )


def bodies_of(business: Business) -> list[Organisation]:
    """The city bodies where it trades, the main place first."""
    codes_there = Place.objects.filter(business=business).order_by("pk").values_list("region_code", flat=True)
    found: dict[Any, Organisation] = {}
    for code in dict.fromkeys(codes_there):
        node = directory.body_at(code) if code else None
        city = node.city if node else None
        if city is not None:
            found.setdefault(city.pk, city)
    return list(found.values())


@guards.business
@require_safe
def one(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """One pledge: how much is covered, cards, what can be done."""
    issuer, today = own_issuer(request, issuer_id), clock.today()
    words = codes.plain(request.GET.get("q", ""))
    rows = Card.objects.filter(issuer=issuer)
    doubted = all_doubts().filter(card__issuer=issuer).count()
    if "doubted" in request.GET:
        rows = rows.filter(pk__in=all_doubts().order_by().values("card"))
    if words:
        own = "".join(request.GET["q"].split()).upper()[:30]
        rows = rows.filter(Q(number__startswith=words[:8]) | Q(own_number=own))
    page = page_of(rows.order_by("-sold_at", "-pk"), request.GET.get("page"))
    context = {
        **facts.issuer_facts(issuer, today=today),
        "page": page,
        "table": table(_("Cards"), COLUMNS, page.rows),
        "words": request.GET.get("q", ""),
        "doubted": doubted,
        "open_now": counting.open_of(issuer),
        "kinds": Card.Kind.choices,
        "why_no_sale": hindering.why_no_sale(issuer),
        "serves": issuer.stage in life.SERVES,
        "may_change": manages(actor_of(request), issuer.business, on=today),
        "registered": registers_facts.of(issuer.business),
        "law": law_here(issuer.body.region_code),
        "closing": closures_facts.on_public(issuer),
        **frame(request),
    }
    return render(request, "prepaid/shop/issuer.html", context)


@guards.business
@asking
def terms(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """What is printed on cards sold from now on."""
    issuer = own_issuer(request, issuer_id)
    title = gettext_lazy("Change what is printed on cards")
    return ask(
        request,
        Question(
            current="",
            title=title,
            button=title,
            back=reverse("business-prepaid-one", args=[issuer.pk]),
            back_label=gettext_lazy("Prepaid cards"),
            lead=gettext_lazy("Cards that were sold keep what they were sold with."),
            frame=frame,
            closed="" if life.ISSUER.can("change terms", issuer.stage) else issuer.stage_label,
        ),
        form=partial(TermsForm, seen=issuer.version, initial={"terms": issuer.terms}),
        act=lambda form: verbs.change_terms(
            issuer,
            terms=form.cleaned_data["terms"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("Changed."),
        to=reverse("business-prepaid-one", args=[issuer.pk]),
    )


@guards.business
@asking
def join(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The mall says that it pledges with the shop."""
    return _of_mall(request, issuer_id, verbs.join, gettext_lazy("You pledge together with this shop."))


@guards.business
@asking
def part(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The mall says that it does not."""
    return _of_mall(request, issuer_id, verbs.part, gettext_lazy("You do not pledge with this shop."))


@guards.business
@asking
def withdraw(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The shop takes its pledge back before it is confirmed."""
    issuer = own_issuer(request, issuer_id)
    return press(
        request,
        _button(gettext_lazy("Withdraw the pledge")),
        lambda _seen: verbs.withdraw(issuer, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("Withdrawn. You can write it anew."),
        carries_version=False,
    )


def _of_mall(request: HttpRequest, issuer_id: UUID, act: Any, done: Any) -> HttpResponse:
    actor = actor_of(request)
    rows = Issuer.objects.filter(under__in=actor.business_ids).with_parties()
    issuer: Issuer = get_object_or_404(rows, pk=issuer_id)
    return press(
        request,
        _button(gettext_lazy("Pledge together")),
        lambda _seen: act(issuer, by=actor, at=clock.now()),
        done=done,
        carries_version=False,
    )


def _button(title: Any) -> Question:
    return outside(
        "desk/question.html",
        frame=frame,
        back=reverse("business-prepaid"),
        title=title,
        refusal="desk/refused.html",
        back_label=gettext_lazy("Prepaid cards"),
    )


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`: how much is covered, until when to fill it up, what holders doubt. One query,
    two for those who sell cards."""
    ids = list(business_ids)
    rows = Issuer.objects.filter(Q(business__in=ids) | Q(under__in=ids), stage__in=life.SHOWN)
    lines = []
    for issuer in rows.select_related("business").order_by("pledged_on", "pk")[:MOST_SHOPS]:
        is_own = issuer.business_id in ids
        url = reverse("business-prepaid-one", args=[issuer.pk]) if is_own else way("business-prepaid")
        name = _("Covered") if is_own else issuer.business.name
        lines.append(Line(name, facts.covered(issuer), url, tone=facts.tone(issuer).replace("ok", "")))
        if issuer.notice_due is not None and is_own:
            lines.append(
                Line(
                    _("Fill the guarantee up by"),
                    spoken.day(issuer.notice_due, today=today),
                    url,
                    tone="late",
                )
            )
    if lines and (doubted := all_doubts().filter(card__issuer__business__in=ids).count()):
        lines.append(Line(_("Doubted by holders"), str(doubted), way("business-prepaid"), tone="warn"))
    return [Section(_("Prepaid cards"), lines)] if lines else []
