"""Purchases on the office's pages: planned, bought, one of them; recorded, confirmed, corrected."""

from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.verbs import NOT_NOW
from huaihai.education.publications.facts import names_of
from huaihai.kit import clock
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY
from huaihai.supervision.models import Exclusion, Photo, Project, Purchase, Sample
from huaihai.supervision.testing.buying import verbs
from huaihai.supervision.testing.buying.buyers import lacking_buyers, may_buy
from huaihai.supervision.testing.buying.forms import (
    CorrectionForm,
    LeavingForm,
    NewPurchaseForm,
    WitnessForm,
)
from huaihai.supervision.testing.buying.purchase import GOODS, RECEIPT, SEAL
from huaihai.supervision.testing.planning.pages import page_of_rows, test_or_404
from huaihai.supervision.testing.planning.reading import named, product_of, products_of, samples_of

SHOWN = {
    "": _("All"),
    "open": _("To be bought"),
    "waiting": pgettext_lazy("purchase", "To be confirmed"),
    "done": _("Bought and confirmed"),
}
MOST_ON_SLIP = 60
MOST_AT_ONCE = 60  # purchases that a witness answers for on one page
PICTURES = {RECEIPT: _("Receipt or order"), GOODS: _("Goods"), SEAL: _("Seals")}


@require_safe
@readers
def purchases(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The products of the registered plan and how far each is; of the own city first."""
    found = running_or_404(request, pk)
    actor = actor_of(request)
    own = powers.city_of(actor, found)
    is_own = own is not None and request.GET.get("city") != "all"
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else ""
    rows = _rows(found, city=own.body.key if own and is_own else "", chosen=chosen)
    context = frame(request, MENU_KEY) | {
        "project": found,
        "page": page_of_rows(rows, request.GET.get("page")),
        "choices": SHOWN.items(),
        "chosen": chosen,
        "own": own,
        "is_own": is_own,
        "lacking": lacking_buyers(found, at=clock.now()),
        "may_buy": may_record(request, found),
        "waiting": len(waiting_for(request, found)),
    }
    return render(request, "supervision/testing/buying/list.html", context)


@require_safe
@readers
def purchase(request: HttpRequest, pk: UUID, purchase_id: UUID) -> HttpResponse:
    """One purchase: as it stands, what was corrected, who confirmed it, its pieces and photos."""
    found = test_or_404(request, pk)
    versions = versions_or_404(found, purchase_id)
    current = versions[-1]
    confirmation = getattr(current, "confirmation", None)
    actor = actor_of(request)
    photos = Photo.objects.filter(project=found, about__in=[one.seal_key for one in versions])
    keys = {one.by for one in versions} | ({confirmation.by} if confirmation else set())
    context = frame(request, MENU_KEY) | {
        "project": found,
        "current": current,
        "earlier": [(row, later.reason) for row, later in pairwise(versions)],
        "bought_again": versions[0].reason,
        "confirmation": confirmation,
        "names": names_of(keys),
        "city": Organisation.objects.filter(key=current.city).first(),
        "photos": [(photo, PICTURES.get(photo.shows, photo.shows)) for photo in photos],
        "samples": Sample.objects.filter(purchase_id=current.root_id),
        "may_confirm": may_record(request, found) and confirmation is None and current.by != actor.key,
        "may_correct": may_record(request, found),
        "is_mine": current.by == actor.key,
        "may_buy_again": may_record(request, found) and not _has_main_sample(current),
    }
    return render(request, "supervision/testing/buying/one.html", context)


@require_safe
@readers
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the own city still has to buy, to take along: nothing on it tells for whom."""
    found = running_or_404(request, pk)
    own = powers.city_of(actor_of(request), found)
    rows = _rows(found, city=own.body.key if own else "", chosen="open")
    plan = found.registered.plan if found.registered else {}
    context = {
        "project": found,
        "page": page_of_rows(rows, request.GET.get("page"), per_page=MOST_ON_SLIP),
        "pieces": sum(samples_of(plan).values()),
    }
    return render(request, "supervision/testing/buying/slip.html", context)


def running_or_404(request: HttpRequest, pk: UUID) -> Project:
    """A test whose plan is registered. Raises Http404."""
    found = test_or_404(request, pk)
    if found.registered is None:
        raise Http404
    return found


def may_record(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may record purchases now."""
    return project.stage == "running" and may_buy(actor_of(request), project, at=clock.now())


def waiting_for(request: HttpRequest, project: Project) -> list[Purchase]:
    """Purchases that the reader may confirm: of somebody else, and nobody has said anything of them."""
    if not may_record(request, project):
        return []
    rows = Purchase.objects.filter(project=project, confirmation=None).current()
    rows = rows.exclude(by=actor_of(request).key).prefetch_related("samples", "first__samples")
    return list(rows.order_by("at", "pk")[:MOST_AT_ONCE])


def may_lead(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may leave out a product now."""
    return project.stage == "running" and powers.leads(actor_of(request), project, on=clock.today())


def versions_or_404(project: Project, purchase_id: UUID) -> list[Purchase]:
    """All rows of a purchase by the id of its first, in their order. Raises Http404."""
    first = get_object_or_404(Purchase.objects.select_related("project"), pk=purchase_id, project=project)
    if first.first_id is not None:
        raise Http404
    rows = first.corrections.select_related("project", "confirmation").order_by("at", "pk")
    return [first, *rows]


def _has_main_sample(bought: Purchase) -> bool:
    """Whether a main sample of this product is still in use, from this purchase or another."""
    rows = Sample.objects.filter(project=bought.project_id, product=bought.product)
    return bool(rows.main().in_use().exists())


def _rows(project: Project, *, city: str, chosen: str) -> list[dict[str, Any]]:
    """The planned products with their purchases. Three queries, whatever their number."""
    out = set(Exclusion.objects.filter(project=project).values_list("product", flat=True))
    current = Purchase.objects.filter(project=project).current().select_related("confirmation")
    latest = {row.product: row for row in current.order_by("at", "pk")}
    plan = project.registered.plan if project.registered else {}
    keys = {str(row.get("city", "")) for row in products_of(plan)}
    cities = dict(Organisation.objects.filter(key__in=keys).values_list("key", "short_name"))
    rows = [
        {
            "product": product,
            "name": named(product),
            "purchase": latest.get(product["key"]),
            "state": "out" if product["key"] in out else _state(latest.get(product["key"])),
            "city": cities.get(str(product.get("city", "")), ""),
            "fen": product["price_fen"] if isinstance(product.get("price_fen"), int) else None,
        }
        for product in products_of(plan)
        if not city or product.get("city") == city
    ]
    return [row for row in rows if not chosen or row["state"] == chosen]


def _state(bought: Purchase | None) -> str:
    if bought is None:
        return "open"
    confirmation = getattr(bought, "confirmation", None)
    return "done" if confirmation is not None and confirmation.agrees else "waiting"


@asking
@readers
def new(request: HttpRequest, pk: UUID, product: str) -> HttpResponse:
    """The first buyer records what was bought."""
    found = running_or_404(request, pk)
    plan = found.registered.plan if found.registered else {}
    planned = product_of(plan, product)
    if planned is None:
        raise Http404
    wanted = [(kind, n) for kind, count in samples_of(plan).items() for n in range(1, count + 1)]
    is_again = Purchase.objects.filter(project=found, product=product).exists()
    form = partial(NewPurchaseForm, project=found, product=planned, pieces=wanted, is_again=is_again)

    def act(made: Any) -> Purchase:
        return verbs.record_purchase(
            found,
            made.bought(),
            made.pieces(),
            made.pictures,
            key=made.cleaned_data["key"],
            reason=made.cleaned_data["reason"],
            by=actor_of(request),
            at=clock.now(),
        )

    return ask(
        request,
        _question(
            request,
            found,
            _("Record a purchase"),
            lead=named(planned),
            template="new",
            leave_out_url=_leave_out_url(request, found, product),
        ),
        form=form,
        act=act,
        done=_("It is recorded. The witness confirms it, alone or together with others."),
        to=lambda made: made.get_absolute_url(),
    )


@asking
@readers
def leaving_out(request: HttpRequest, pk: UUID, product: str) -> HttpResponse:
    """A planned product that cannot be bought."""
    found = running_or_404(request, pk)
    planned = product_of(found.registered.plan if found.registered else {}, product)
    if planned is None or not may_lead(request, found):
        raise Http404
    question = _question(request, found, _("Leave out a product"), lead=named(planned), is_shown=True)
    return ask(
        request,
        question,
        form=LeavingForm,
        act=lambda form: verbs.leave_out(
            found, product, reason=form.cleaned_data["reason"], by=actor_of(request), at=clock.now()
        ),
        done=_("It is left out; the reason stands in the file."),
        to=question.back,
    )


@asking
@readers
def witness(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The witness's word on all that waits for it."""
    found = test_or_404(request, pk)
    offered = waiting_for(request, found)
    question = _question(
        request,
        found,
        _("Confirm purchases as the witness"),
        lead=_("You were there and sealed the pieces with whoever bought them. Look at the photos first."),
        template="waiting",
        offered=offered,
    )
    if not offered:
        question = replace(question, closed=_("No purchase waits for you."))
    return ask(
        request,
        question,
        form=partial(WitnessForm, purchases=offered),
        act=lambda form: verbs.confirm_all(form.words(), by=actor_of(request), at=clock.now()),
        done=_("Your word is noted."),
        to=question.back,
    )


@asking
@readers
def correction(request: HttpRequest, pk: UUID, purchase_id: UUID) -> HttpResponse:
    """The purchase as it should read."""
    found = running_or_404(request, pk)
    current = versions_or_404(found, purchase_id)[-1]
    plan = found.registered.plan if found.registered else {}
    planned = product_of(plan, current.product) or {"key": current.product}
    names = (
        *("brand", "model", "maker", "maker_code", "price_fen", "bought_on", "channel"),
        *("city", "shop"),
    )
    initial = {name: getattr(current, name) for name in (*names, "place", "batch", "remark")}

    def act(form: Any) -> Purchase:
        return verbs.correct_purchase(
            current,
            form.bought(),
            reason=form.cleaned_data["reason"],
            pictures=form.pictures,
            key=form.cleaned_data["key"],
            by=actor_of(request),
            at=clock.now(),
        )

    return ask(
        request,
        _question(
            request, found, _("Correct a purchase"), lead=str(current), current=current, template="new"
        ),
        form=partial(CorrectionForm, project=found, product=planned, initial=initial),
        act=act,
        done=_("It is corrected. Somebody else has to confirm it anew."),
        to=current.get_absolute_url(),
    )


def _question(
    request: HttpRequest,
    project: Project,
    title: Any,
    *,
    lead: Any,
    current: Purchase | None = None,
    template: str = "",
    is_shown: bool | None = None,
    **more: Any,
) -> Question:
    back = current.get_absolute_url() if current else reverse("office-test-purchases", args=[project.pk])
    return Question(
        current=MENU_KEY,
        title=title,
        button=_("Save"),
        back=back,
        back_label=str(current) if current else _("Purchases"),
        lead=lead,
        template=f"supervision/testing/buying/{template}.html" if template else "desk/question.html",
        is_shown=may_buy(actor_of(request), project, at=clock.now()) if is_shown is None else is_shown,
        closed="" if project.stage == "running" else NOT_NOW,
        context={"project": project} | more,
    )


def _leave_out_url(request: HttpRequest, project: Project, product: str) -> str:
    if not (may_lead(request, project) and verbs.can_be_left_out(project, product)):
        return ""
    return reverse("office-test-leave-out", args=[project.pk, product])
