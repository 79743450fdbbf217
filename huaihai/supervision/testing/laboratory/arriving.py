"""A laboratory confirms on its own page that samples have arrived, and that it opens them for the test."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.governance.errors import NotPossible
from huaihai.kit.form_fields import Line, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.supervision.models import CustodyStep, Laboratory, Sample
from huaihai.supervision.testing.custody import actions as custody
from huaihai.supervision.testing.custody.parties import CARRIER, Seen, laboratory, laboratory_actor

ARRIVED, OPENED = "arrived", "opened"


class ArrivalForm(forms.Form):
    """Which samples, what happens with them, and how the seals look."""

    what = forms.ChoiceField(
        label=gettext_lazy("What do you confirm?"),
        choices=[
            (ARRIVED, gettext_lazy("They have arrived.")),
            (OPENED, gettext_lazy("We open them for the test now.")),
        ],
        widget=forms.RadioSelect,
    )
    samples = forms.MultipleChoiceField(
        label=gettext_lazy("Which samples"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one sample.")},
    )
    seal = forms.ChoiceField(
        label=gettext_lazy("Is the seal whole?"),
        choices=[
            (CustodyStep.Seal.INTACT.value, gettext_lazy("Yes, it is whole")),
            (CustodyStep.Seal.BROKEN.value, gettext_lazy("No, it is broken or missing")),
        ],
        widget=forms.RadioSelect,
    )
    remark = Line(label=gettext_lazy("Anything else"), required=False, max_length=300)

    def __init__(self, *args: object, samples: Sequence[Sample], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # as Django takes them
        self.fields["samples"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one.code, f"{one.shown_code} · {_('arrived') if one.stage == 'laboratory' else _('on its way')}")
            for one in samples
        ]
        name_what_is_needed(self)


def waiting(row: Laboratory) -> list[Sample]:
    """Its samples that are on their way to it, or there and not opened yet, by code.

    What nobody has handed over cannot be ticked by mistake: that would leave a gap in its custody.
    """
    codes, key = row.assignments.filter(withdrawn_at=None).values("sample"), laboratory(row.key, row.name).key
    is_coming, is_here = Q(pending_to__in=[key, CARRIER]), Q(holder=key, pending_to="")
    rows = Sample.objects.in_use().filter(is_coming | is_here, project=row.project, code__in=codes)
    return list(rows.exclude(stage="opened").order_by("code"))


def confirm(row: Laboratory, form: ArrivalForm, *, at: datetime) -> int:
    """What the form says, for all samples at once. How many. Raises NotAllowed, NotPossible, Unfit."""
    chosen = [one for one in waiting(row) if one.code in form.cleaned_data["samples"]]
    if not chosen:
        raise NotPossible(_("These samples are opened already."))
    house, by = laboratory(row.key, row.name), laboratory_actor(row.key)
    seen = Seen(form.cleaned_data["seal"], at, where=row.name, remark=form.cleaned_data["remark"])
    if form.cleaned_data["what"] == ARRIVED:
        custody.take_over(chosen, seen, laboratory=house, key=new_id(), by=by, at=at)
    else:
        custody.open_for_test(chosen, seen, laboratory=house, key=new_id(), by=by, at=at)
    return len(chosen)
