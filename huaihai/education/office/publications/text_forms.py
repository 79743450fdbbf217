"""What is typed of a text: its parts, its products in rows, and how it is to go out."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.education.actions.editing import URGENT_KINDS
from huaihai.education.content import PARTS, Content, Product, of_version
from huaihai.education.models import Edition, Publication, PublicationVersion
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.law import kinds
from huaihai.members.models import Organisation

BOXES = forms.CheckboxSelectMultiple
TEN_YEARS, A_YEAR = 3653, 366
LONGEST_BODY = 30_000
PLANNED_AT = time(9, 0)
STRUCTURED = Publication.ALERTS
WRITTEN = (
    Publication.Kind.WARNING,
    Publication.Kind.TIP,
    Publication.Kind.NOTICE,
    Publication.Kind.STORY,
    Publication.Kind.ANNOUNCEMENT,
)
ONLY_STRUCTURED = ("what", "harms", "to_do", "to_turn", "places", "period_from", "period_until", "evidence")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TextForm(SeenForm):
    """All that a text says, but its products; fields that a kind has not are left out."""

    publisher = forms.ChoiceField(label=gettext_lazy("In whose name?"), widget=forms.RadioSelect)
    title = Line(
        label=pgettext_lazy("publication", "Title"),
        help_text=gettext_lazy("Say what it is and what to do, in one line."),
        max_length=120,
    )
    summary = Line(
        label=gettext_lazy("In one or two sentences"),
        help_text=gettext_lazy("It goes out as an SMS and stands under the title in lists."),
        max_length=200,
        required=False,
    )
    change_note = Words(
        label=gettext_lazy("What is changed?"),
        help_text=gettext_lazy("Everybody who got the earlier text reads this first."),
        max_length=500,
        widget=_area(2),
    )
    what = Words(label=pgettext_lazy("publication", "What is it about?"), required=False, widget=_area(3))
    severity = forms.ChoiceField(
        label=gettext_lazy("How bad may it get?"),
        widget=forms.RadioSelect,
        required=False,
        choices=PublicationVersion.Severity.choices,
    )
    harms = Words(label=gettext_lazy("Whom does it harm?"), required=False, widget=_area(2))
    to_do = Words(
        label=gettext_lazy("What should people do?"),
        help_text=gettext_lazy("One step a line, the most important one first."),
        required=False,
        widget=_area(4),
    )
    to_turn = Words(label=gettext_lazy("Where can they turn?"), required=False, widget=_area(2))
    places = Words(label=gettext_lazy("Where does it happen?"), required=False, widget=_area(2))
    period_from = Day(
        label=gettext_lazy("From which day"), earliest=-TEN_YEARS, latest=TEN_YEARS, required=False
    )
    period_until = Day(
        label=gettext_lazy("Until which day"), earliest=-TEN_YEARS, latest=TEN_YEARS, required=False
    )
    evidence = Words(
        label=gettext_lazy("How do we know?"),
        help_text=gettext_lazy("Tests, complaints, official notices: what can be checked."),
        required=False,
        widget=_area(3),
    )
    body = Words(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "## begins a heading, - an item of a list, > a remark; **strong**; a picture on a line of its own: "
            "![what it shows](1)"
        ),
        required=False,
        max_length=LONGEST_BODY,
        widget=_area(10),
    )
    basis = Words(
        label=gettext_lazy("On which law does it stand?"),
        help_text=gettext_lazy("One article a line: the title of the law, then the number of the article."),
        required=False,
        widget=_area(2),
    )
    source_name = Line(label=gettext_lazy("Source of the facts"), max_length=120, required=False)
    cities = forms.MultipleChoiceField(
        label=gettext_lazy("Which cities does it concern?"),
        help_text=gettext_lazy("They are asked to sign, and it stands on their pages."),
        widget=BOXES,
        required=False,
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Which goods or services?"), widget=BOXES, required=False
    )
    urgent_reason = Words(
        label=gettext_lazy("Urgent? Why can it not wait?"),
        help_text=gettext_lazy(
            "Only for danger that grows by the hour: one review instead of three, and whoever is named is heard "
            "afterwards. The reason is kept. Empty: not urgent."
        ),
        required=False,
        max_length=500,
        widget=_area(2),
    )
    not_before_on = Day(
        label=gettext_lazy("Not before this day"), earliest=-A_YEAR, latest=A_YEAR, required=False
    )
    not_before_time = forms.TimeField(
        label=gettext_lazy("At what time?"),
        help_text=gettext_lazy("Like 09:00. Empty: nine in the morning."),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        edition: Edition | None = None,
        publishers: list[tuple[str, Any]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, seen=edition.turn if edition else 0, **options)
        self.edition = edition
        cities = Organisation.objects.cities()
        self._choices("cities", [(one.key, local_words.place(one.place_name)) for one in cities])
        self._choices("topics", [(one.code, local_words.said(one)) for one in kinds.CATEGORIES])
        self._choices("publisher", publishers or [])
        for name in left_out(kind, edition, publishers):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("period_from"), cleaned.get("period_until")
        if first and last and last < first:
            self.add_error("period_until", _("This day lies before the first one."))
        return cleaned

    def content(self, products: tuple[Product, ...]) -> Content:
        """What was typed, over what the last version says where the form does not ask."""
        version = self.edition.version if self.edition else None
        said = self.cleaned_data
        base = of_version(version) if version else Content(title=said["title"])
        plain = ("title", "summary", *PARTS, "period_from", "period_until", "severity", "body", "source_name")
        typed = {name: said[name] for name in plain if name in said}
        return replace(
            base,
            **typed,
            cities=tuple(said["cities"]),
            topics=tuple(said["topics"]),
            basis=tuple(line.strip() for line in said["basis"].splitlines() if line.strip()),
            products=products if "what" in said else base.products,
        )

    def going_out(self) -> dict[str, Any]:
        """When it may go out and, of an urgent one, why at once."""
        said, planned = self.cleaned_data, None
        if said["not_before_on"]:
            planned = datetime.combine(
                said["not_before_on"], said["not_before_time"] or PLANNED_AT, tzinfo=clock.ZONE
            )
        return {"not_before": planned, "urgent_reason": said.get("urgent_reason", "")}

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def left_out(kind: str, edition: Edition | None, publishers: list[tuple[str, Any]] | None) -> set[str]:
    """The fields that a text of this kind, in this edition, has not."""
    found: set[str] = set() if kind in STRUCTURED else set(ONLY_STRUCTURED)
    if kind != Publication.Kind.WARNING:
        found.add("severity")
    if kind not in URGENT_KINDS:
        found.add("urgent_reason")
    if edition is None or edition.purpose != Edition.Purpose.UPDATE:
        found.add("change_note")
    if edition is not None or not publishers:
        found.add("publisher")
    return found
