"""All questions of the filing, in their order: each depends on the answers before. And the way between them.

Begun at a place, its business is known; where a pledge is used, a page tells what it gives and asks where the goods
go back; where a standing offer fits, its page comes in between; once one is taken, only who you are, and the
agreement itself, are left. Nothing personal is asked before it is known that the matter is ours and can be taken.
"""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from huaihai.cases import at_once, pledged
from huaihai.cases.consumer.filing import (
    gates,
    papers,
    person,
    places,
    register,
    remedies,
    reporting,
    shop,
    steps,
    story,
)
from huaihai.cases.consumer.filing.business import TRACES
from huaihai.cases.consumer.filing.steps import Draft, Question
from huaihai.cases.models import Case
from huaihai.kit import clock
from huaihai.law import reports

OFFERS, CODE, CHECK, SETTLEMENT = "offers", "code", "check", "settlement"
LAST = (CHECK, SETTLEMENT)
INSTEAD: Final = {  # other pages of the same question
    "trace": "shop",
    "province": "city",
    "home-province": "home",
}


def _has(*names: str) -> Any:
    """Whether one of these columns of the case holds something."""
    return lambda draft: any(getattr(draft.case, name) not in ("", None, []) for name in names)


def _always(_draft: Draft) -> bool:
    return True


def _at_poster(draft: Draft) -> bool:
    return draft.case.place_id is not None


def _has_photo(draft: Draft) -> bool:
    return draft.case.evidence.exists()


def _is_sorted(draft: Draft) -> bool:
    """Whether it is known what is wrong with what."""
    return draft.card is not None or bool(draft.case.nature and draft.case.category)


def _has_kinds(draft: Draft) -> bool:
    return len(story.kinds_of(draft)) > 1


def _needs_where(draft: Draft) -> bool:
    return not _at_poster(draft) and not shop.is_told(draft.case)


def _knows_shop(draft: Draft) -> bool:
    return any(draft.case.stated_business.get(name) for name in TRACES)


def _needs_city(draft: Draft) -> bool:
    """Not of a business of the register, whose place is known with it."""
    if _at_poster(draft):
        return False
    known = draft.case.business_with_code
    return known is None or not register.match_of(known).stated.get("region_code")


def _needs_county(draft: Draft) -> bool:
    """For a shop that one walks into, and for the city of another province."""
    if not draft.region or not _needs_city(draft):
        return False
    is_ours = not places.whole_of(draft.region).endswith("0000")
    if is_ours and draft.case.bought != Case.Bought.OFFLINE:
        return False
    return bool(places.parts_of(draft.region))


def _lives_elsewhere(draft: Draft) -> bool:
    code = draft.case.consumer_at
    return bool(code) and places.whole_of(code).endswith("0000") and bool(places.parts_of(code))


def _nobody(draft: Draft) -> bool:
    if draft.route is None:
        return False
    return draft.route.home is None or draft.unreached is not None or bool(draft.departed)


def _sees_offers(draft: Draft) -> bool:
    return bool(draft.offers.keys)


def _reports(draft: Draft) -> bool:
    return _complains(draft) and bool(reports.parted(draft.case.story).report)


def _complains(draft: Draft) -> bool:
    return not draft.takes


ALL: Final = (
    Question("story", _always, _has("story"), story.StoryForm),
    Question(
        "problem",
        lambda draft: not _is_sorted(draft) and bool(draft.alike),
        lambda draft: draft.card is not None,
        story.ProblemForm,
        may_skip=True,
    ),
    Question(
        "office",
        lambda draft: draft.card is not None and not draft.card.is_ours,
        lambda draft: False,
        gates.OfficeForm,
        is_gate=True,
    ),
    Question(
        "goods",
        lambda draft: not (draft.card and draft.card.trades),
        _has("category"),
        story.GoodsForm,
    ),
    Question("kind", _has_kinds, _has("category"), story.KindForm, part_of=("problem", "goods")),
    Question(
        "wrong",
        lambda draft: not (draft.card and draft.card.nature),
        _has("nature"),
        story.WrongForm,
    ),
    Question("where", _needs_where, _has("bought"), shop.WhereForm),
    Question("shop", lambda draft: not _at_poster(draft), _knows_shop, shop.ShopForm, part_of=("where",)),
    Question(
        "city",
        _needs_city,
        lambda draft: "region_code" in draft.case.stated_business,
        places.ShopCityForm,
        part_of=("shop",),
    ),
    Question(
        "county",
        _needs_county,
        lambda draft: draft.region != places.whole_of(draft.region),
        places.ShopPartForm,
        may_skip=True,
        part_of=("city",),
    ),
    Question("away", lambda draft: draft.is_outside, lambda draft: True, gates.AwayForm, is_gate=True),
    Question("paid", _always, _has("price_fen", "bought_on"), story.PaidForm, may_skip=True),
    Question(
        "pledge",
        lambda draft: (
            draft.case.pledge_id is not None and pledged.of(draft.case, today=clock.today()) is not None
        ),
        lambda draft: draft.case.return_place_id is not None or not pledged.is_across_shops(draft.case),
        story.PledgeForm,
    ),
    Question(
        "remedies",
        lambda draft: not (_at_poster(draft) and _sees_offers(draft)),
        _has("remedies"),
        remedies.WantsForm,
    ),
    Question(OFFERS, _sees_offers, lambda draft: not at_once.is_to_be_shown(draft.case, draft.offers)),
    Question(
        "wishes",
        lambda draft: _at_poster(draft) and _sees_offers(draft) and _complains(draft),
        _has("remedies"),
        remedies.WantsForm,
    ),
    Question(
        "photos",
        lambda draft: _at_poster(draft) and _complains(draft),
        _has_photo,
        papers.PhotoForm,
        may_skip=True,
    ),
    Question("report", _reports, lambda draft: False, reporting.ReportForm, may_skip=True),
    Question(
        "already", _complains, lambda draft: draft.case.elsewhere.exists(), gates.AlreadyForm, may_skip=True
    ),
    Question("home", _always, _has("consumer_at"), places.HomeCityForm),
    Question(
        "home-city",
        _lives_elsewhere,
        lambda draft: draft.case.consumer_at != places.whole_of(draft.case.consumer_at),
        places.HomePartForm,
        may_skip=True,
        part_of=("home",),
    ),
    Question("nobody", _nobody, lambda draft: False, gates.NobodyForm, is_gate=True),
    Question(
        "contact",
        _always,
        lambda draft: bool(draft.case.complainant.name and draft.case.complainant.reached_by),
        person.ContactForm,
        part_of=("home", "home-city"),
    ),
    Question(CODE, _always, lambda draft: draft.case.complainant.confirmed_at is not None),
    Question(
        "consent", _complains, lambda draft: draft.case.consents.exists(), papers.ConsentForm, may_skip=True
    ),
    Question(CHECK, _complains, lambda draft: True),
    Question(SETTLEMENT, lambda draft: draft.takes, lambda draft: True),
)
BY_NAME: Final = {one.name: one for one in ALL} | {
    name: Question(name, _always, _always, form)
    for name, form in (
        ("photo", papers.PhotoForm),
        ("trace", shop.TraceForm),
        ("province", places.ShopProvinceForm),
        ("home-province", places.HomeProvinceForm),
    )
}


def row_of(draft: Draft) -> tuple[str, ...]:
    """The names of what this draft is asked, in their order."""
    return tuple(one.name for one in ALL if one.is_asked(draft))


def missing(draft: Draft) -> str:
    """The first question that still has to be answered, a gate before any other; "" for none."""
    left = [one for one in ALL if _is_open(one, draft) and one.is_asked(draft)]
    return next((one.name for one in left if one.is_gate), "") or next((one.name for one in left), "")


def first_open(draft: Draft) -> str:
    """Where a draft that was left is taken up again: after the last answer, unless one before it is missing."""
    row = row_of(draft)
    before = missing(draft)
    if before and BY_NAME[before].is_gate:
        return before
    answered = [
        at
        for at, name in enumerate(row)
        if name not in LAST and not BY_NAME[name].is_gate and BY_NAME[name].has_answer(draft)
    ]
    after = row[min(max(answered, default=-1) + 1, len(row) - 1)]
    return next(name for name in row if name in (before, after))


def _is_open(one: Question, draft: Draft) -> bool:
    return not one.may_skip and not one.has_answer(draft)


def go_on(request: HttpRequest, name: str, case: Case) -> HttpResponse:
    """After a page was saved: to the saved page, back to the check page, or on to the next question."""
    if steps.SAVE_LATER in request.POST:
        return redirect("file-saved")
    draft = Draft(case)
    row = row_of(draft)
    name = INSTEAD.get(name, name)
    following = row[row.index(name) + 1] if name in row and name not in LAST else ""
    if following == CODE and case.complainant.confirmed_at:
        following = row[row.index(CODE) + 1]
    if steps.is_change(request) or not following:
        one = BY_NAME.get(following)
        if one is not None and (name in one.part_of or one.is_gate):
            return redirect(steps.change_url(following))
        return _to(missing(draft) or row[-1], request)
    return redirect(steps.address(following))


def _to(name: str, request: HttpRequest) -> HttpResponse:
    return redirect(_url(name, request))


def _url(name: str, request: HttpRequest) -> str:
    """Of a question, with the way back to the check page where one came from it."""
    return steps.change_url(name) if steps.is_change(request) and name not in LAST else steps.address(name)


def page(request: HttpRequest, name: str, form: forms.Form, draft: Draft, **more: Any) -> HttpResponse:
    """The page of one question, with its place in the row, the way back and "save, and go on later"."""
    row = row_of(draft)
    at = row.index(asked) if (asked := INSTEAD.get(name, name)) in row else None
    context = {
        "form": form,
        "case": draft.case,
        "question": name,
        "step": at + 1 if at is not None else None,
        "steps": len(row) if at is not None and at >= row.index("contact") else _about(len(row)),
        "save_later": name not in LAST,
        "back_url": _url(INSTEAD[name], request) if name in INSTEAD else _before(request, at, row, draft),
    }
    status = more.pop("status", 200)
    template = form.template if isinstance(form, steps.QuestionForm) else name
    return render(request, f"cases/consumer/file_{template}.html", context | more, status=status)


def _about(steps: int) -> str:
    """Until it is known who leads and whether more is asked, their number may change."""
    return gettext("about %(n)d") % {"n": steps}


def _before(request: HttpRequest, at: int | None, row: tuple[str, ...], draft: Draft) -> str:
    if steps.is_change(request):
        return steps.address(row[-1])
    if at is None:  # a page beside the row
        return steps.address(first_open(draft))
    if at == 0:
        return reverse("file-start")
    before = row[at - 1]
    if before == CODE and draft.case.complainant.confirmed_at:
        before = row[at - 2]
    return steps.address(before)
