"""The page on which a complaint is written down: its form, and beside it what is known already.

The same part answers while one types (`found`, asked by the page's script) and with the whole page, where "look" or a
business was pressed or the form was sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huaihai.cases.consumer.filing import bodies
from huaihai.cases.desk import alike, looking
from huaihai.cases.desk.intake_forms import DIFFERENT, PREFIX, TakenDown, Typed
from huaihai.cases.models import Case
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.cases.triage import beside
from huaihai.cases.triage.beside import Beside, Nearest
from huaihai.cases.verbs import intake
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards, local_words
from huaihai.law import reports
from huaihai.law.triage.cards import Card
from huaihai.members.actors import Actor
from huaihai.packs.words import cited

CONSENT_ARTICLE = cited("consent")  # whoever hands personal data on needs a consent of its own for it
LOOK, CHOOSE, PROBLEM = (
    "look",
    "choose",
    "choose_problem",
)  # buttons that show the page again, with what they ask for
FOLDS = {
    "ways": ("email", "address", "acts_for", "is_for_child"),
    "business": tuple(
        PREFIX + name for name in ("sign", "address", "phone", "code", "payee", "platform", "shop_link")
    ),
    "more": (
        *("title", "bought", "bought_on", "price_fen", "category", "nature"),
        *("platform", "platform_number", "platform_due_on"),
    ),
}


@dataclass(frozen=True)
class Found:
    """What is known of what was typed so far."""

    typed: Typed
    actor: Actor
    at: datetime

    @property
    def city(self) -> str:
        node = self.actor.organisation
        return node.region_code if node else ""

    @cached_property
    def chosen(self) -> looking.Known | None:
        """The business chosen from the register, as long as its name stands in the form."""
        key = self.typed.business_id
        known = looking.chosen(key, actor=self.actor, city=self.city) if key else None
        return known if known and known.business.name == self.typed.business["name"] else None

    @cached_property
    def businesses(self) -> list[looking.Known]:
        if self.chosen is not None:
            return []
        return looking.looked_up(self.typed.business, actor=self.actor, city=self.city)

    @cached_property
    def record(self) -> looking.BusinessRecord | None:
        return looking.record_of(self.chosen, today=self.at.date()) if self.chosen else None

    @cached_property
    def problem(self) -> Card | None:
        """The card chosen for what is complained about."""
        return beside.card_of(self.typed["problem"])

    @cached_property
    def problems(self) -> list[Nearest]:
        """The cards nearest to the story, and the chosen one where it is another."""
        cards = beside.nearest(self.typed["story"])
        if self.problem is not None and self.problem not in cards:
            cards.append(self.problem)
        return [Nearest(card, card == self.problem, self.fills(card)) for card in cards]

    def fills(self, card: Card) -> dict[str, str]:
        """What the form holds once this card is chosen."""
        filled = {
            "nature": card.nature,
            "category": beside.category_for(card, self.typed["category"]),
            "remedies": " ".join(card.remedies),
        }
        return {"problem": card.id} | {name: value for name, value in filled.items() if value}

    @cached_property
    def alike(self) -> list[alike.Alike]:
        same = [one.business for one in self.businesses if looking.is_same(one.business, self.typed.business)]
        if self.chosen is not None:
            same = [self.chosen.business]
        return alike.alike(
            who=alike.sought(
                phone=self.typed.phone,
                **{name: self.typed[name] for name in ("email", "address", "name", "acts_for")},
            ),
            text=self.typed.text,
            business_ids=list(looking.ids_of(same)),
            actor=self.actor,
            at=self.at,
            but_not=_draft(self.typed["key"]),
        )

    @property
    def keys(self) -> list[str]:
        return [str(one.case.pk) for one in self.alike]

    @property
    def is_judged(self) -> bool:
        """Whether the officer has said of all of these whether they are the same matter."""
        seen = set(self.typed["alike_shown"].split(","))
        answers = {DIFFERENT, *(str(one.case.pk) for one in self.alike if one.may_join)}
        return not self.keys or (set(self.keys) <= seen and self.typed["alike"] in answers)

    def to_join(self) -> Case | None:
        """The older file that the officer says it belongs to."""
        answer = self.typed["alike"]
        return next((one.case for one in self.alike if one.may_join and str(one.case.pk) == answer), None)

    def context(self) -> dict[str, Any]:
        """For the template of this part."""
        return {
            "problems": self.problems,
            "problem": Beside(self.problem, self.city) if self.problem else None,
            "businesses": self.businesses,
            "record": self.record,
            "report": reports.parted(self.typed["story"]).report,
            "alike": self.alike,
            "alike_shown": ",".join(self.keys),
            "alike_answer": self.typed["alike"],
            "different": DIFFERENT,
        }


def found_in(request: HttpRequest, data: Mapping[str, str]) -> Found:
    """What is known of what was typed, for whoever sends this request."""
    return Found(Typed(data), as_officer(request.actor), clock.now())  # type: ignore[attr-defined]


@guards.staff(*CASEWORK)
@require_POST
@never_cache
def found(request: HttpRequest) -> HttpResponse:
    """The part beside the form, for what was typed so far; it travels in the body, since it names a person."""
    return render(request, "cases/desk/parts/found.html", found_in(request, settled(request)).context())


def is_asked_again(request: HttpRequest) -> bool:
    """Whether a button was pressed that only looks something up."""
    return request.method == "POST" and bool({LOOK, CHOOSE, PROBLEM} & set(request.POST))


def looked_up_page(
    request: HttpRequest, form_class: type[TakenDown], heading: str, *, first_place: str, **more: Any
) -> HttpResponse:
    """The page again with all that was typed, with what was found; a chosen business fills its fields."""
    data = settled(request)
    if key := data.get(CHOOSE):
        _fill(request, data, key)
    if card := beside.card_of(data.get(PROBLEM, "")):
        for name, value in found_in(request, data).fills(card).items():
            data.setlist(name, value.split())
    form = form_class(first_place=first_place, initial=_as_typed(form_class, data))
    return page(request, form, heading, found=found_in(request, data), **more)


def page(
    request: HttpRequest, form: TakenDown, heading: str, *, found: Found | None = None, **more: Any
) -> HttpResponse:
    """The form, and beside it what is known."""
    if request.method != "POST":
        form.fields["phone"].widget.attrs["autofocus"] = True
    if form.is_bound and request.FILES and not form.errors.get("upload"):
        form.add_error("upload", _("Please choose the files again: a page that comes back cannot keep them."))
    known = found or found_in(request, {})
    context = {
        "form": form,
        "heading": heading,
        "consent_article": CONSENT_ARTICLE,
        "folds": {
            "ways": _is_open(form, [name for name in FOLDS["ways"] if name in form.fields])
            or ("origin" in form.fields and form["origin"].value() in intake.WRITTEN),
            "business": _is_open(form, FOLDS["business"], even_filled=known.chosen is None),
            "more": _is_open(form, FOLDS["more"]),
        },
        "door": _door(known) if "origin" in form.fields else None,
        **known.context(),
        **more,
    }
    return render(request, "cases/desk/taking_down.html", context)


def _door(known: Found) -> dict[str, str] | None:
    """What the own body prints: the form on paper, the QR for the wall."""
    node = known.actor.organisation
    if node is None:
        return None
    return {
        "name": local_words.in_script(node.name),
        "code": bodies.code_of(node),
        "paper": bodies.paper_address(node),
    }


def _is_open(form: TakenDown, names: Iterable[str], *, even_filled: bool = True) -> bool:
    """Whether something folded away was refused, or filled in by hand."""
    return any(form[name].errors or (even_filled and form[name].value()) for name in names)


def _as_typed(form_class: type[TakenDown], data: QueryDict) -> dict[str, Any]:
    """Everything typed, without a word about what is missing yet."""
    lists = ("remedies", "consents")
    names = form_class.base_fields
    return {name: data.getlist(name) if name in lists else data[name] for name in names if name in data}


def settled(request: HttpRequest) -> QueryDict:
    """What was sent, without what an earlier choice had filled in where another business stands there by now."""
    data = request.POST.copy()
    known = _known(request, data)
    if known is not None and (data.get(CHOOSE) or known.business.name != Typed(data).business["name"]):
        data["business"] = ""
        for name, value in known.fills.items():
            if data.get(PREFIX + name, "").strip() == value:
                data[PREFIX + name] = ""
    return data


def _fill(request: HttpRequest, data: QueryDict, key: str) -> None:
    data["business"] = key
    known = _known(request, data)
    for name, value in (known.fills if known else {}).items():
        if value:
            data[PREFIX + name] = value


def _known(request: HttpRequest, data: QueryDict) -> looking.Known | None:
    key, found = Typed(data).business_id, found_in(request, data)
    return looking.chosen(key, actor=found.actor, city=found.city) if key else None


def _draft(key: str) -> Case | None:
    """The draft that the form completes: its key is the form's."""
    try:
        return Case(pk=UUID(key))
    except ValueError:
        return None


def add_error(form: TakenDown, error: Unfit) -> None:
    """Put an action's error beside its field; those of the business bear a prefix here."""
    name = next((n for n in (error.field, PREFIX + error.field) if n in form.fields), None)
    form.add_error(name, error.message)


def ask_about_alike(form: TakenDown) -> None:
    """Nothing is saved before the officer has said whether it is the same matter."""
    form.add_error(
        "alike",
        _(
            "There may be a file about this already. Please look at the list beside the form, "
            "and say whether it is the same matter."
        ),
    )
