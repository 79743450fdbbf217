"""Whether the law that an officer's text cites is cited rightly, seen before the text leaves. It hints once and hinders
nothing: pressed again, the text goes as it is."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai import reactions
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, local_words
from huaihai.kit.canonical import digest
from huaihai.kit.text.scripts import to_simplified
from huaihai.law.library.doubts import Doubt, doubts

SEEN: Final = "citations_seen"  # in the session: of which hints the reader was told last
SHORTEST: Final = 4  # characters that can cite anything
SIGNED: Final = "code"  # the field of a signature, which would have to be typed anew


def hints(request: HttpRequest, form: Any) -> bool:
    """Says what is doubtful about the law in the texts of this form; whether its page comes back for it.

    It does not where somebody would have to do something twice: choose files again, or sign.
    """
    if actor_of(request).kind != "officer":
        return False
    found = _doubts_of(form)
    told = digest([[one.cited, one.zh] for one in found]) if found else ""
    if request.session.pop(SEEN, "") == told or not found:
        return False
    for one in found:
        words = _("“%(cited)s”: %(doubt)s.")
        messages.warning(request, words % {"cited": one.cited, "doubt": local_words.said(one)})
    messages.info(request, _("No hint is no proof that the law is cited rightly."))
    if request.FILES or SIGNED in form.fields:
        messages.info(request, _("Please look it up."))
        return False
    messages.info(request, _("Please look at it. If it is right, press again: nothing has been done yet."))
    request.session[SEEN] = told
    return True


def _doubts_of(form: Any) -> tuple[Doubt, ...]:
    """Of every text that somebody wrote; a field to choose from holds none."""
    typed = [
        value
        for name, value in getattr(form, "cleaned_data", {}).items()
        if isinstance(value, str) and len(value) >= SHORTEST and _is_written(form, name)
    ]
    if not typed:
        return ()
    text = to_simplified("\n".join(typed))
    return doubts(text, on=clock.today(), official=cache(_official))


def _official(statute: str) -> Mapping[str, str] | None:
    """The loaded text of this source; asked for only where one is cited by article."""
    found: Mapping[str, str] | None = import_string(reactions.LAW_TEXTS)(statute)
    return found


def _is_written(form: Any, name: str) -> bool:
    field = form.fields.get(name)
    return isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput)
