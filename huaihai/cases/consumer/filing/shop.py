"""Where it was bought, and which shop: only the fields that fit; known shops are found while one types."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huaihai.cases.consumer.filing import papers, register, steps
from huaihai.cases.consumer.filing.business import TRACES, BusinessFields
from huaihai.cases.consumer.filing.steps import Draft, QuestionForm
from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.kit import guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.kit.text.normalise import UnstorableTextError, storable_name

LOOKS = Brake("shop-look", most=600, seconds=3600)
FIND, CHOOSE = "find", "choose"
ORDER = "订单号 "  # before the platform's number of an order, where a link would stand
TO_FIND = "店名待查，看照片"  # what stands for a name until the body has found it

type Words = str | Promise
BOUGHT: Mapping[str, tuple[Words, Words]] = {
    Case.Bought.OFFLINE: (_("In a shop or on the spot"), ""),
    Case.Bought.LIVE: (_("In a live room"), _("Douyin, Kuaishou, Taobao Live and so on")),
    Case.Bought.PLATFORM_SHOP: (
        _("From a shop on a platform"),
        _("A shop on Taobao, Pinduoduo, Meituan and so on"),
    ),
    Case.Bought.OWN_SITE: (_("On the shop's own site, app or mini program"), ""),
    Case.Bought.PLATFORM: (_("From the platform itself"), _("The order says “sold by the platform”")),
}
NAME = _("Name of the shop or company")
FIELDS: Mapping[str, Mapping[str, Words]] = {
    Case.Bought.OFFLINE: {
        "name": _("Name of the shop, or what its sign says"),
        "address": _("Street, market, floor"),
    },
    Case.Bought.LIVE: {
        "sign": _("Name of the live room or its host"),
        "platform": _("On which platform"),
        "name": _("Name of the shop on the order"),
    },
    Case.Bought.PLATFORM_SHOP: {
        "name": _("Name of the shop on the order"),
        "platform": _("On which platform"),
        "shop_link": _("Link to the shop"),
    },
    Case.Bought.OWN_SITE: {"name": NAME, "shop_link": _("Its site, app or mini program")},
    Case.Bought.PLATFORM: {"name": _("Which platform"), "shop_link": _("Link to the goods")},
}
MORE = ("code", "phone", "payee")  # folded away
LIVE = ("直播", "live room", "livestream", "live stream")


def bought_by(story: str) -> str:
    """Where it was bought, if the story names it; "" for everything but a live room."""
    return Case.Bought.LIVE if any(words in story.lower() for words in LIVE) else ""


def is_told(case: Case) -> bool:
    """Whether the story itself says where it was bought, and nobody has said otherwise since."""
    return case.bought != "" and case.bought == bought_by(case.story)


class WhereForm(QuestionForm):
    columns = ("bought",)
    is_wide = True
    bought = forms.ChoiceField(
        choices=lambda: [(value, words) for value, (words, _hint) in BOUGHT.items()],
        widget=forms.RadioSelect,
        label=_("Where did you buy it?"),
        error_messages={"required": _("Please choose where you bought it")},
    )

    def more(self) -> dict[str, Any]:
        return {"hints": {value: hint for value, (_words, hint) in BOUGHT.items() if hint}}


class ShopForm(QuestionForm, BusinessFields):
    heading = _("Which shop is it?")
    template = "shop"

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        labels = FIELDS.get(draft.case.bought, FIELDS[Case.Bought.OFFLINE])
        for name in [*self.fields]:
            if name not in (*labels, *MORE, "without_code", steps.FIELD):
                del self.fields[name]
        for name, label in labels.items():
            field: Any = self.fields[name]
            field.label, field.help_text = label, ""
        self.fields["code"].label = _("The 18 characters on its licence")
        self.shown = [self[name] for name in labels]
        self.folded = [self[name] for name in MORE]

    @property
    def is_folded_open(self) -> bool:
        return any(one.errors or one.value() for one in self.folded)

    def first(self) -> dict[str, Any]:
        held = dict(self.case.stated_business)
        if held.get("name") == TO_FIND:
            del held["name"]
        if held.get("shop_link", "").startswith(ORDER):
            del held["shop_link"]
        return held

    def pressed(self, request: HttpRequest) -> HttpResponse | QuestionForm | bool:
        if FIND in request.POST:
            typed = {name: request.POST.get(name, "") for name in self.fields if name != steps.FIELD}
            found = ShopForm(self.question_of, initial=typed)
            found.matches = register.matches(_typed(request), online=self.question_of.is_online)
            found.was_looked_up = True
            return found
        if CHOOSE in request.POST and (match := register.chosen(request.POST[CHOOSE])):
            self.is_valid()
            kept = {
                name: self.cleaned_data[name]
                for name in ("platform", "shop_link")
                if self.cleaned_data.get(name)
            }
            if self.case.bought == Case.Bought.LIVE and self.cleaned_data.get("sign"):
                kept["sign"] = self.cleaned_data["sign"]
            keep_stated(self.case, match.stated | kept)
            return True
        return False

    matches: list[register.Match] = []
    was_looked_up = False

    def keep(self, request: HttpRequest) -> None:
        held = self.case.stated_business
        found = {
            name: self.cleaned_data[name] for name in (*TRACES, "platform") if self.cleaned_data.get(name)
        }
        same = (
            found.get("code") and found["code"] == held.get("code") and found.get("name") != held.get("name")
        )
        if same:  # another name than that of the shop chosen before
            del found["code"]
        elif "region_code" in held:
            found["region_code"] = held["region_code"]
        if found.get("code") and (known := register.with_code(found["code"])):
            found |= {"region_code": known.stated["region_code"]} if known.stated.get("region_code") else {}
        keep_stated(self.case, found)

    def more(self) -> dict[str, Any]:
        return {
            "matches": self.matches,
            "was_looked_up": self.was_looked_up,
            "bought": BOUGHT[self.case.bought][0] if self.case.bought else "",
            "is_told": is_told(self.case),
        }


def keep_stated(case: Case, stated: dict[str, str]) -> None:
    """This is the business; another one than at the poster takes what came with the poster away."""
    if stated == case.stated_business:
        return
    kept: dict[str, Any] = {"stated_business": stated}
    if case.business is not None:
        kept |= dict.fromkeys(("business", "place", "pledge", "return_place"))
    intake.save_answers(case, **kept)


class TraceForm(QuestionForm):
    """Who does not know the shop tells what the order or the bill says; the body finds the shop."""

    heading = _("What does the order or the bill say?")
    intro = _("One of these is enough. We find out which shop it is.")
    template = "trace"
    order = forms.CharField(
        required=False,
        max_length=60,
        label=_("Number of the order on the platform"),
        help_text=_("In the app under “My orders”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    payee = BusinessFields.base_fields["payee"]
    platform = BusinessFields.base_fields["platform"]
    upload = papers.EvidenceFields.base_fields["upload"]

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        self.fields["upload"].label = _("Photo of the order, the receipt or the bill")
        if not draft.is_online:
            del self.fields["order"], self.fields["platform"]

    def first(self) -> dict[str, Any]:
        held = self.case.stated_business
        link = held.get("shop_link", "")
        order = link.removeprefix(ORDER) if link.startswith(ORDER) else ""
        return {"order": order, "payee": held.get("payee", ""), "platform": held.get("platform", "")}

    def clean_order(self) -> str:
        try:
            return storable_name(self.cleaned_data["order"])
        except UnstorableTextError as error:
            raise forms.ValidationError(gettext(error.message_id)) from error

    def keep(self, request: HttpRequest) -> None:
        for refused in papers.take_files(request, self.case, by=steps.consumer_of(self.case)):
            self.add_error("upload", refused)
        found = {
            name: self.cleaned_data[name] for name in ("payee", "platform") if self.cleaned_data.get(name)
        }
        if self.cleaned_data.get("order"):
            found["shop_link"] = ORDER + self.cleaned_data["order"]
        if not any(name in TRACES for name in found):
            if not self.case.evidence.exists():
                if not self.errors:
                    self.add_error("payee", gettext("Please give one of them, or add a photo"))
                return
            found["name"] = TO_FIND
        if "region_code" in self.case.stated_business:
            found["region_code"] = self.case.stated_business["region_code"]
        keep_stated(self.case, found)

    def more(self) -> dict[str, Any]:
        return {"files": list(self.case.evidence.all())}


@require_POST
@guards.public
@never_cache
def found(request: HttpRequest) -> HttpResponse:
    """The shops of the register that fit what was typed so far, for the page's script."""
    lets = LOOKS.lets_through(network_of(request))
    matches = register.matches(_typed(request), online=bool(request.POST.get("online"))) if lets else []
    return render(request, "cases/consumer/shop_matches.html", {"matches": matches})


def _typed(request: HttpRequest) -> list[str]:
    return [request.POST.get(name, "") for name in ("code", "name", "sign")]
