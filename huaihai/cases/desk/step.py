"""What the page of a verb is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from huaihai.cases import life
from huaihai.cases.case_forms import CaseForm
from huaihai.cases.situation import Situation

WORK, WORD, HAND, NOTE = "work", "word", "hand", "note"  # under which heading the case's page offers it
OWN = "own"  # beside the name of who has it in hand


def always(_situation: Situation) -> bool:
    """Whenever the stage allows it."""
    return True


@dataclass(frozen=True)
class VerbPage:
    """How one verb is done: `noun` is its address, `follows` says what happens then, `above` is a template
    shown over the form, `one_click` steps need no form of their own, `when` narrows what the stage allows, `key`
    opens it from the page of the case."""

    verb: str
    noun: str
    act: Callable[..., Any]
    form: type[CaseForm]
    follows: Promise | str
    group: str = WORK
    label: Promise | str = ""
    above: str = ""
    one_click: bool = False
    tone: str = ""
    when: Callable[[Situation], bool] = always
    key: str = ""

    @property
    def words(self) -> Promise | str:
        """What stands on the button and over the page."""
        return self.label or life.VERBS[self.verb].label
