"""What everybody reads and asks: the register, one clause, a contract checked, whether somebody is owed.

A text that is checked and a shop that is asked about come by POST, stand in no address and are stored nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses.models import Business
from huaihai.kit import country, guards, local_words, spoken
from huaihai.kit.brakes import Brake
from huaihai.kit.filestore import Refused
from huaihai.kit.form_fields import Day, Line, PlainForm, Words
from huaihai.kit.network import network_of
from huaihai.kit.paging import PER_PAGE, Page
from huaihai.kit.text.normalise import fold
from huaihai.law.clauses.matching import Sentence, check
from huaihai.law.clauses.register import ANY, Clause, held
from huaihai.law.clauses.text import MOST
from huaihai.members.actors import Actor
from huaihai.supervision.clauses import reading
from huaihai.supervision.models import ClauseFinding

CHECKED = Brake("clauses-network", most=60, seconds=600)
ASKED = Brake("clauses-owed-network", most=20, seconds=600)
TOO_MANY: Final = 429
SHORTEST_NAME: Final = 3
LEAST: Final = 8  # Chinese characters of which something can be said
FOUND: Final = 5  # findings that are answered with at once


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Photographs of pages, or files."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        return [one for one in (value if isinstance(value, list | tuple) else [value]) if one]


class Contract(PlainForm):
    """What is to be checked: words, files, or both."""

    text = Words(
        label=gettext_lazy("Paste the text here"),
        max_length=MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    upload = Files(
        label=gettext_lazy("Or photograph the pages, or choose a file"),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/*,.txt,.docx,.pdf"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["upload"].help_text = (
            _("Up to %(n)d photographs or files (txt, docx, pdf), 15 MB each.")
            if reading.can_photograph()
            else _(
                "Up to %(n)d files: txt, docx, pdf. Photographs cannot be read on this machine; please paste the text."
            )
        ) % {"n": reading.MOST_FILES}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text") and not cleaned.get("upload"):
            self.add_error("text", _("Please paste the text, or choose photographs or files."))
        return cleaned

    def whole(self) -> str:
        """All of it as text. Raises Refused."""
        read = reading.text_of(self.cleaned_data["upload"])
        return "\n\n".join(filter(None, (self.cleaned_data["text"], read)))


class Owed(PlainForm):
    """Where and when somebody signed."""

    shop = Line(
        label=gettext_lazy("Name of the shop"),
        help_text=gettext_lazy("As on the contract or the sign."),
        max_length=80,
    )
    signed_on = Day(label=gettext_lazy("Day on which you signed or paid"), earliest=-36500, latest=0)

    def clean_shop(self) -> str:
        shop: str = self.cleaned_data["shop"]
        if len(fold(shop)) < SHORTEST_NAME:
            raise forms.ValidationError(_("Please write more of the name."))
        return shop


@require_safe
@guards.same_for_all
def register(request: HttpRequest) -> HttpResponse:
    """All clauses, by trade."""
    whole = held()
    if not whole.clauses:
        raise Http404
    trade = request.GET.get("trade", "")
    trade = trade if trade in whole.trades else ""
    rows = [one for one in whole.clauses.values() if one.is_of(trade)]
    rows.sort(key=lambda one: not trade or trade not in one.trades)  # its own before those of all trades
    cities = _cities_by_clause()
    page = _page(rows, request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, cities.get(one.code, ())) for one in page.rows],
        "trades": [one for one in whole.trades.values() if one.code != ANY],
        "trade": whole.trades.get(trade),
        "count": len(whole.clauses),
        "new": _findings().filter(clause="").select_related("body")[:PER_PAGE] if page.number == 1 else [],
    }
    return render(request, "supervision/clauses/register.html", context)


@require_safe
@guards.same_for_all
def clause(request: HttpRequest, code: str) -> HttpResponse:
    """One clause: how it is worded, why it is unfair, what is fair, who found it. Raises Http404."""
    row = held().clauses.get(code)
    if row is None:
        raise Http404
    found = _findings().filter(clause=code).select_related("body").order_by("body__position", "since")
    context = {
        "clause": row,
        "trades": [held().trades[one] for one in row.trades],
        "cities": [(city, list(rows)) for city, rows in groupby(found, key=lambda one: one.body)],
        "form": Owed(),
    }
    return render(request, "supervision/clauses/clause.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
def checking(request: HttpRequest) -> HttpResponse:
    """A contract, sentence by sentence. Nothing of it is kept."""
    form = Contract(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "can_photograph": reading.can_photograph()}
    status = 200
    if request.method == "POST" and form.is_valid():
        if not CHECKED.lets_through(network_of(request)):
            form.add_error(
                None,
                country.gettext(
                    "Many people on your network are checking right now. Please come back in ten minutes, or call "
                    "{hotline}."
                ),
            )
            status = TOO_MANY
        else:
            try:
                context |= _answer(check(form.whole()), actor=Actor.of_request(request))
            except Refused as error:
                form.add_error("upload", error.message)
    return render(request, "supervision/clauses/check.html", context, status=status)


def _answer(sentences: Sequence[Sentence], *, actor: Actor) -> dict[str, Any]:
    doubtful = [one for one in sentences if one.found]
    return {
        "is_checked": True,
        "sentences": sentences,
        "doubtful": len(doubtful),
        "is_empty": not sentences,
        "is_short": not doubtful and _letters(sentences) < LEAST,
        "may_note": actor.kind == "officer",
    }


def _letters(sentences: Sequence[Sentence]) -> int:
    """How many Chinese characters there are."""
    return sum("\u4e00" <= letter <= "\u9fff" for one in sentences for letter in one.text)


@dataclass(frozen=True)
class Answer:
    """A finding at the shop that was asked about, and the story with which somebody can file."""

    finding: ClauseFinding
    row: Clause | None
    sentence: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
def owed(request: HttpRequest) -> HttpResponse:
    """Whether a clause was found where somebody signed, and what can be asked for. Nothing is stored."""
    form = Owed(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        if ASKED.lets_through(network_of(request)):
            context |= {"is_asked": True, "answers": _answers(**form.facts())}
        else:
            form.add_error(None, _("Too many tries. Please wait ten minutes, or call the association."))
            status = TOO_MANY
    return render(request, "supervision/clauses/owed.html", context, status=status)


def _answers(*, shop: str, signed_on: date) -> list[Answer]:
    businesses = Business.objects.matching(shop).values("pk")
    rows = _findings().filter(business__in=businesses, since__lte=signed_on)
    rows = rows.exclude(until__lt=signed_on).select_related("business", "body")
    return [Answer(one, one.row, _story(one, signed_on)) for one in rows[:FOUND]]


def _story(finding: ClauseFinding, signed_on: date) -> str:
    """What the complaint begins with; the consumer goes on from there."""
    name = finding.business.name if finding.business else ""
    return _(
        "On %(day)s I signed at %(shop)s. The contract says: “%(wording)s”. The register of unfair clauses holds it "
        "(%(clause)s). I ask the shop not to apply it and to give back the money I am owed."
    ) % {
        "day": spoken.full_day(signed_on),
        "shop": name,
        "wording": finding.wording.rstrip("。；，.;,"),
        "clause": finding.called,
    }


def _findings() -> Any:
    return ClauseFinding.objects.visible_to(Actor.public())


def _cities_by_clause() -> Mapping[str, list[str]]:
    rows = _findings().exclude(clause="").values_list("clause", "body__short_name").distinct()
    found: dict[str, list[str]] = {}
    for code, city in rows.order_by("clause", "body__position"):
        found.setdefault(code, []).append(local_words.in_script(city))
    return found


def _page(rows: Sequence[Clause], asked: str | None) -> Page[Clause]:
    last = max(1, -(-len(rows) // PER_PAGE))
    number = (
        int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < len(str(10**6)) else 1
    )
    number = min(max(1, number), last)
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(shown, number, len(rows), is_more=False)
