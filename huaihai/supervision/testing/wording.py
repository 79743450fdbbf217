"""Problems of plans and findings in files, in words: first where, then what. Only pages ask Django for them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from huaihai.supervision.grading.problems import Problem
from huaihai.supervision.testing.wording_file import FILE
from huaihai.supervision.testing.wording_parts import COLON, COMMA, NOUNS, PART, PARTS
from huaihai.supervision.testing.wording_plan import PLAN

SENTENCES: Final = {**PLAN, **FILE}
ALONE: Final = frozenset(
    {"weights-not-100", "grades-not-falling", "no-plan", "no-readings", "other-format", "no-format"}
)
NOTHING: Final = {"called": "", "found": "", "wanted": ""}


@dataclass(frozen=True)
class Tongue:
    """How to translate a text, and a text of a context."""

    say: Callable[[str], str]
    say_of: Callable[[str, str], str]


def sentence(problem: Problem, tongue: Tongue | None = None) -> str:
    """What is wrong, in one sentence, in the language of the page or of `tongue`."""
    speaking = tongue or _of_the_page()
    text = SENTENCES[problem.code]
    said = speaking.say(text) % {**NOTHING, **problem.facts}
    if problem.code in ALONE or "%(product)s" in text:  # says itself where
        return said
    where = place(problem, speaking)
    return f"{where}{speaking.say_of(PART, COLON)}{said}" if where else said


def place(problem: Problem, tongue: Tongue) -> str:
    """The place in words: item “boil”, weight. The innermost is called by its name, if the problem knows it."""
    parts = problem.place.removeprefix("plan.").split(".")
    named: list[tuple[str, str]] = []  # noun and key
    last = ""
    while parts:
        part = parts.pop(0)
        if part in NOUNS and parts and parts[0] not in ("main", "spare"):
            named.append((NOUNS[part], parts.pop(0)))
            last = ""
        else:
            last = PARTS.get(part, last)
    if named and (called := problem.facts.get("called")):
        named[-1] = (named[-1][0], called)
    words = [tongue.say_of(PART, noun) % {"key": key} for noun, key in named]
    if last:
        words.append(tongue.say_of(PART, last))
    return tongue.say_of(PART, COMMA).join(words)


def _of_the_page() -> Tongue:
    from django.utils import translation

    return Tongue(translation.gettext, translation.pgettext)
