"""A closed case is opened again: on the consumer's word, or because it was closed by mistake."""

from django.utils.translation import gettext_lazy as _

from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.desk.step import HAND, WORD, VerbPage
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import reopening
from huaihai.members.models import Role


class Reopen(CaseForm):
    text = text_field(
        _("What was not done"), _("As the consumer says, and when you were told. The business reads this.")
    )


class UndoClose(CaseForm):
    text = text_field(
        _("What was wrong with closing it"), _("The consumer reads this, the business does not.")
    )


def _may_reopen(situation: Situation) -> bool:
    until = reopening.reopened_until(situation.case)
    return until is not None and situation.today <= until


def _may_undo(situation: Situation) -> bool:
    """An officer for some days, the head of the body after that; never what the consumer did by an own hand."""
    closing = situation.closing
    until = reopening.undone_until(situation.case)
    if closing is None or until is None or not reopening.is_ours(closing):
        return False
    return situation.today <= until or Role.HEAD in situation.actor.roles


PAGES = (
    VerbPage(
        "reopen",
        "reopening",
        act=reopening.reopen,
        form=Reopen,
        follows=_("The case is open again and counts as solved no more. You follow it up with the business."),
        group=WORD,
        label=_("The consumer says it was not done after all"),
        above="agreement",
        when=_may_reopen,
    ),
    VerbPage(
        "undo_close",
        "mistaken-closing",
        act=reopening.undo_close,
        form=UndoClose,
        follows=_("The case stands as before, its clock runs on, and consumer and business are told."),
        group=HAND,
        above="agreement",
        when=_may_undo,
    ),
)
