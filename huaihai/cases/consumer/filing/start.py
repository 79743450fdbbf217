"""Before the first question: what this is and what you need; drafts left here; beginning at the QR of a body, or at
the poster of a place."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses.models import Place, PledgeVersion
from huaihai.businesses.pages import place_name
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.pledges import words
from huaihai.cases.consumer.filing import bodies, questions, steps, story
from huaihai.cases.consumer.filing.steps import Draft
from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.cases.moved.ended import takes_nothing_new
from huaihai.cases.moved.pages import gone_cities
from huaihai.cases.verbs import intake
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.kit.text.normalise import UnstorableTextError, show_bidi, storable
from huaihai.law.triage.reading import tree
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MOST_DRAFTS = 10  # shown; a session remembers twenty cases
STARTS = Brake("start-draft", most=60, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
@takes_nothing_new
def start(request: HttpRequest) -> HttpResponse:
    """What you need before you begin; drafts of this browser; the start button makes a draft."""
    return _start(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
@takes_nothing_new
def at_body(request: HttpRequest, code: str) -> HttpResponse:
    """The same behind the QR that hangs at a body: whose people can help here; the draft remembers where it began."""
    body = bodies.of_code(code)
    if body is None:
        messages.warning(
            request, _("We do not know the QR that you scanned. You can make your complaint all the same.")
        )
        if request.method != "POST":
            return redirect("file-start")
    return _start(request, body)


def _start(request: HttpRequest, body: Organisation | None) -> HttpResponse:
    is_sent = request.method == "POST"
    if is_sent and STARTS.lets_through(network_of(request)):
        case = intake.start_draft(by=Actor.public(), at=clock.now(), is_demo=settings.DEMO, home=body)
        return _begun(request, _with_problem(request, case))
    if is_sent:
        messages.warning(request, _("Too many complaints were begun from your network. Please wait an hour."))
    brought = {name: request.POST.get(name, "")[: story.LONGEST_STORY] for name in ("problem", "sentence")}
    context = {
        "drafts": _left_here(request),
        "brought": brought,
        "here": body,
        "paper": bodies.paper_address(body),
    }
    status = HTTPStatus.TOO_MANY_REQUESTS if is_sent else HTTPStatus.OK
    return render(request, "cases/consumer/file_start.html", context, status=status)


def _begun(request: HttpRequest, case: Case) -> HttpResponse:
    """The first question of a new draft, or the gate that stands before all."""
    steps.take_up(request, case.pk)
    draft = Draft(case)
    row = questions.row_of(draft)
    return redirect(steps.address("office" if "office" in row else row[0]))


def _with_problem(request: HttpRequest, case: Case) -> Case:
    """The draft with the problem card it begins from, and the sentence that led there."""
    if card := tree().cards.get(request.POST.get("problem", "")):
        story.chosen(case, card)
    try:
        sentence = storable(request.POST.get("sentence", ""))[: story.LONGEST_STORY].strip()
    except UnstorableTextError:  # nothing that can be kept
        sentence = ""
    if sentence:
        story.tell(case, show_bidi(sentence))
    return case


@require_safe
@guards.consumer
def go_on(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take up a draft that was left, where it was left."""
    case = _own_draft(request, case_id)
    steps.take_up(request, case.pk)
    return redirect(steps.address(questions.first_open(Draft(case))))


@require_http_methods(["GET", "HEAD", "POST"])
@guards.consumer
def drop(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Drop a draft: what was typed is erased."""
    case = _own_draft(request, case_id)
    if request.method == "POST":
        intake.discard(case, by=steps.consumer_of(case), at=clock.now())
        messages.success(request, _("The draft is erased."))
        return redirect("file-start")
    return render(request, "cases/consumer/file_drop.html", {"case": case})


@require_safe
@guards.public
def saved(request: HttpRequest) -> HttpResponse:
    """The draft is kept: for how long, and how to come back."""
    case_id = steps.in_hand_id(request)
    case = _drafts_of(request).filter(pk=case_id).first() if case_id else None
    if case is None:
        return redirect("file-start")
    context = {"case": case, "kept_until": clock.local_day(case.created_at + steps.KEPT)}
    return render(request, "cases/consumer/file_saved.html", context)


def _left_here(request: HttpRequest) -> list[Case]:
    return list(_drafts_of(request).exclude(title="", story="").order_by("-created_at")[:MOST_DRAFTS])


def _own_draft(request: HttpRequest, case_id: UUID) -> Case:
    case: Case | None = _drafts_of(request).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def _drafts_of(request: HttpRequest) -> CaseQuerySet:
    own = Actor.consumer(Actor.of_request(request).case_ids)
    return Case.objects.visible_to(own).with_parties().filter(stage="draft")


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@takes_nothing_new
def at_place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Which business and place it is about; the button makes a draft that names them."""
    place = _place(place_id)
    pledge = _pledge(request, place)
    gone = gone_cities(f"{place.region_code[:4]}00") if place.region_code else []
    if request.method == "POST" and not gone:
        if not STARTS.lets_through(network_of(request)):
            messages.warning(
                request, _("Too many complaints were begun from your network. Please wait an hour.")
            )
            return redirect(request.get_full_path())
        return _begun(request, _begin(place, pledge))
    context = {
        "place": place,
        "gone": gone,
        "business": place.business,
        "region": place_name(place.region_code),
        "pledge": pledge,
        "pledge_words": words.shown(pledge.words) if pledge else [],
    }
    return render(request, "cases/consumer/file_at_place.html", context)


def _place(place_id: UUID) -> Place:
    """A place of a business that is known by its credit code; of any other nothing is shown."""
    place: Place | None = Place.objects.select_related("business").filter(pk=place_id).first()
    if place is None or not place.business.is_identified:
        raise Http404
    return place


def _pledge(request: HttpRequest, place: Place) -> PledgeVersion | None:
    """The pledge that the consumer comes from, if it is one of this business and good at this place."""
    try:
        wanted = UUID(request.GET.get("pledge", ""))
    except ValueError:
        return None
    rows = pledges_facts.of_line(pledges_facts.line(place.business)).with_parts()
    version = rows.filter(pk=wanted).first()
    return version if version is not None and pledges_facts.covers(version, place) else None


def _begin(place: Place, pledge: PledgeVersion | None) -> Case:
    business = place.business
    stated = {
        "name": business.name,
        "code": business.credit_code or "",
        "sign": place.sign,
        "address": place.address,
        "region_code": place.region_code,
    }
    return intake.start_draft(
        by=Actor.public(),
        at=clock.now(),
        is_demo=settings.DEMO,
        business=business,
        place=place,
        pledge=pledge,
        stated_business={name: value for name, value in stated.items() if value},
        bought=Case.Bought.OFFLINE,
    )
