"""What is asked for a paper: a few fields, each filled in already as far as the case knows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases import unmasking
from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.papers import building
from huaihai.cases.papers.facts import A_WEEK, KEPT_INSIDE, Facts, last_day, paper_day, values_for
from huaihai.cases.papers.offers import AGREED, ENDED, Offer
from huaihai.desk.papers.official import OfficialPaper
from huaihai.kit import local_words
from huaihai.kit.clock import ZONE
from huaihai.kit.form_fields import Day, Line
from huaihai.kit.ids import new_id
from huaihai.law import papers

MOST_AHEAD = 366
RECIPIENTS = (("consumer_name", _("the consumer")), ("business_name", _("the business")))
WAYS = (
    ("直接送达", _("handed over in person")),
    ("邮寄送达", _("by post")),
    ("留置送达", _("left at the place, with a witness")),
    ("转交送达", _("through somebody else")),
)
NO_COURT = "____人民法院"  # the rest by hand
FROM_PARTIES = ("facts", "minutes")  # may hold numbers that are masked on the desk
MATTERS = (
    ("受理投诉", _("admit the complaint")),
    ("不予受理", _("not admit it")),
    ("延长办理期限", _("take longer")),
    ("终止调解", _("end mediation")),
    ("结案", _("close the case")),
    ("其他", _("something else")),
)
MATTER_BY_STAGE = {"mediating": "终止调解", "paused": "终止调解"} | dict.fromkeys((*AGREED, *ENDED), "结案")

FIELDS: dict[str, Callable[[], forms.Field]] = {
    "on": lambda: Day(label=_("Day on the paper"), earliest=-31, latest=31),
    "deadline": lambda: Day(label=_("Last day"), earliest=-31, latest=MOST_AHEAD),
    "held_on": lambda: Day(label=_("Day of the session"), earliest=-31, latest=MOST_AHEAD),
    "time": lambda: Line(label=_("Time"), max_length=20),
    "place": lambda: Line(label=pgettext_lazy("of a session", "Place"), max_length=120),
    "mediator": lambda: Line(label=_("Mediator"), max_length=60),
    "court_name": lambda: Line(
        label=_("Which court"),
        help_text=_("Empty: the page leaves room to write by hand."),
        max_length=60,
        required=False,
    ),
    "reason": lambda: text_field(_("The reason, in plain words")),
    "asked_text": lambda: text_field(_("What should the consumer add?")),
    "minutes": lambda: text_field(
        _("Minutes"), _("Empty: the page leaves room to write by hand."), required=False
    ),
    "facts": lambda: text_field(
        _("Main facts"), _("From the complaint, without numbers of persons; shorten it.")
    ),
    "result": lambda: text_field(_("Result")),
    "opinion": lambda: text_field(_("What you propose")),
    "matter": lambda: forms.ChoiceField(label=_("What is to be approved"), choices=MATTERS),
    "way": lambda: forms.ChoiceField(label=_("How it is served"), choices=WAYS),
    "recipient": lambda: forms.ChoiceField(label=_("Served on"), choices=RECIPIENTS),
    "paper": lambda: forms.ChoiceField(label=_("Which paper")),
}


class PaperForm(CaseForm):
    """The fields of one paper. `paper_id` makes a second press of the button find the first paper."""

    paper_id = forms.UUIDField(widget=forms.HiddenInput)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, offer: Offer, known: Facts, today: date, is_open: bool, **options: Any
    ) -> None:
        self.offer, self.known, self.today, self.is_open = offer, known, today, is_open
        self.spec = papers.forms()[offer.form]
        super().__init__(*args, **options)

    def prepare(self) -> None:
        values = values_for(self.offer.form, self.known, on=self.today)
        until = last_day(self.known.waiting_clock(self.offer.form), self.today)
        planned = self.known.appointment if "held_on" in self.offer.asks else None
        starts_at = planned.starts_at.astimezone(ZONE) if planned else None
        days = {
            "on": self.today,
            "deadline": until,
            "held_on": starts_at.date() if starts_at else self.today + A_WEEK,
        }
        values["time"] = f"{starts_at:%H:%M}" if starts_at else "09:30"
        self.initial.setdefault("paper_id", new_id())
        for name in self.offer.asks:
            self.fields[name] = FIELDS[name]()
            self.initial.setdefault(name, self._default(name, days, values))
        if "paper" in self.fields:
            field: Any = self.fields["paper"]
            field.choices = choices = [
                (str(row.pk), f"{local_words.said(papers.forms()[row.form])} {row.number}")
                for row in reversed(self.known.issued)
                if row.form not in KEPT_INSIDE
            ]
            self.initial["paper"] = choices[0][0] if choices else ""
            self.initial["recipient"], self.initial["way"] = RECIPIENTS[0][0], WAYS[0][0]

    @property
    def on(self) -> date:
        """The day on the paper, as far as one was given."""
        given = getattr(self, "cleaned_data", {}).get("on")
        return given if isinstance(given, date) else self.today

    def paper(self, number: str = building.NOT_DRAWN) -> OfficialPaper:
        """The paper as it would be issued with what is typed now."""
        typed = self._typed()
        values = values_for(self.offer.form, self.known, on=self.on) | typed
        return building.built(self.spec, values, body=self.known.body, number=number, on=self.on)

    def preview(self) -> OfficialPaper:
        """The same for the page: masked while the contact data are not open."""
        paper = self.paper()
        return paper if self.is_open else building.masked(paper, self.known.case)

    def _default(self, name: str, days: dict[str, date], values: dict[str, str]) -> date | str:
        if name == "matter":
            return MATTER_BY_STAGE.get(self.situation.case.stage, MATTERS[0][0])
        if name in FROM_PARTIES and not self.is_open:
            return unmasking.text_masked(values[name])
        return days.get(name) or values.get(name, "")

    def _typed(self) -> dict[str, str]:
        given = getattr(self, "cleaned_data", None) or self.initial
        typed = {name: given[name] for name in self.offer.asks if name in given and name != "on"}
        words = {
            name: paper_day(value) if isinstance(value, date) else str(value) for name, value in typed.items()
        }
        held_on = typed.get("held_on")
        if isinstance(held_on, date):
            words["held_on"] = f"{words['held_on']} {words.get('time', '')}".strip()
            words["deadline"] = paper_day(held_on - timedelta(days=1))
        if "court_name" in words:
            words["court_name"] = words["court_name"] or NO_COURT
        if "paper" in words:
            words |= self._served(words)
        return words

    def _served(self, words: dict[str, str]) -> dict[str, str]:
        """Which paper is served on whom, in words."""
        chosen = next((row for row in self.known.issued if str(row.pk) == words["paper"]), None)
        people = values_for(self.offer.form, self.known, on=self.on)
        return {
            "paper_title": papers.forms()[chosen.form].title if chosen else "",
            "paper_number": chosen.number if chosen else "",
            "recipient": people.get(words.get("recipient", ""), ""),
        }
