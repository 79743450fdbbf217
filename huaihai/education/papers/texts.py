"""Two texts without a picture: one that fits an SMS, one that is read out over a village's loudspeakers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.education.papers.numerals import aloud, counted
from huaihai.education.papers.paper import Paper

ONE_MESSAGE, TWO_MESSAGES = (
    70,
    134,
)  # characters outside the basic Latin set; parts of a long one carry 67 each
LONGEST_PART = 3  # lines of a part that are read out
LONGEST_BODY = 500  # characters of a text without parts that are read out, about two minutes
MOST_NAMED = 5  # products that are named
SHORT_BATCHES = 30  # characters of batches that are read out
ENDS = "。！？；，、.!?;, "


@dataclass(frozen=True)
class Sms:
    """`length` counts as phones do: a rare character, outside Unicode's first plane, is two."""

    text: str

    @property
    def length(self) -> int:
        return counted_units(self.text)

    @property
    def messages(self) -> int:
        return 1 if self.length <= ONE_MESSAGE else 2


def counted_units(text: str) -> int:
    """Characters as a phone counts them."""
    return len(text.encode("utf-16-le")) // 2


def sms(paper: Paper, *, scheme: str) -> Sms:
    """One message with title, first step and address; two where the title alone fills the first."""
    with in_its_language(paper):
        head = f"【{paper.platform}】"
        flag = pgettext("sms", "Withdrawn, please do not pass on: ") if paper.withdrawn else f"{paper.kind}："
    tail = f" {scheme}://{paper.short}"
    steps = [] if paper.withdrawn else [step.rstrip(ENDS) for step in paper.lines_of("to_do")]
    title = paper.title.rstrip(ENDS)
    for limit in (ONE_MESSAGE, TWO_MESSAGES):
        room = limit - counted_units(head + flag + tail)
        told = _filled([title, *steps], room)
        if told and (len(told) > 1 or not steps):
            return Sms(f"{head}{flag}{'。'.join(told)}。{tail}")
    return Sms(f"{head}{flag}{_shortened(title, room - 1)}。{tail}")


def loudspeaker(paper: Paper) -> str:
    """Who speaks, what it is, what to do, where to call; all of it twice, as it is read aloud."""
    with in_its_language(paper):
        by = "、".join(paper.signers)
        opening = _("Attention please. This is a message of %(platform)s, published by %(by)s.")
        told = [opening % {"platform": paper.platform, "by": by}, *_told(paper), *_call(paper)]
        once = "\n".join(aloud(line) for line in told)
        return "\n\n".join([once, _("Once more."), once, _("That was all. Thank you for listening.")])


def _told(paper: Paper) -> list[str]:
    if paper.withdrawn:
        taken_back = _(
            "What we said earlier under the title “%(title)s” is withdrawn. Please do not pass it on."
        )
        return [
            taken_back % {"title": paper.title},
            *([paper.withdrawn.reason] if paper.withdrawn.reason else []),
        ]
    steps = [_ended(step) for step in paper.lines_of("to_do")]
    said = [*paper.lines_of("what")[:LONGEST_PART], *paper.lines_of("harms")[:LONGEST_PART]]
    if not said and not steps:  # a story or a lesson: what it is about, and all of it if it is short
        body = paper.lines_of("body")
        is_short = sum(len(line) for line in body) <= LONGEST_BODY
        said = [paper.lead, *(body if is_short or not paper.lead else [])]
    return [
        _ended(f"{paper.kind}：{paper.title}"),
        *(_ended(words) for words in said if words),
        *_goods(paper),
        *(
            [_("This is what to do:") + "".join(_numbered(steps) if len(steps) > 1 else steps)]
            if steps
            else []
        ),
        *(_ended(words) for words in paper.lines_of("to_turn")),
    ]


def _goods(paper: Paper) -> list[str]:
    """The products by name, and their batches where they are few enough to be kept in mind."""
    if not paper.products:
        return []
    named = [product.name for product in paper.products[:MOST_NAMED]]
    told = [_("These products are meant: %(names)s.") % {"names": "、".join(named)}]
    if len(paper.products) == 1:
        batches = next(
            (f.words for f in paper.products[0].facts if f.label == pgettext("paper", "Batch")), ""
        )
        if len(batches) <= SHORT_BATCHES:
            return [*told, _("Batch: %(batches)s.") % {"batches": batches}]
    return [*told, _("The batches stand on the platform's page.")]


def _call(paper: Paper) -> list[str]:
    return [_("If you have a question, call %(phone)s.") % {"phone": paper.phone}] if paper.phone else []


def _numbered(steps: Sequence[str]) -> list[str]:
    return [f"第{counted(number)}，{step}" for number, step in zip(count(1), steps, strict=False)]


def _ended(words: str) -> str:
    return f"{words.rstrip(ENDS)}。" if words.rstrip(ENDS) == words or words[-1] in "，、；, ;" else words


def _filled(sentences: Sequence[str], room: int) -> list[str]:
    """As many whole sentences as fit, from the first on."""
    told: list[str] = []
    for sentence in sentences:
        if counted_units("。".join([*told, sentence])) + 1 > room:
            break
        told.append(sentence)
    return told


def _shortened(words: str, room: int) -> str:
    while counted_units(words) > max(room - 1, 0):
        words = words[:-1]
    return f"{words}…"


def in_its_language(paper: Paper) -> translation.override:
    """What stands around the words is said in the language of the text, whoever fetches it."""
    known = {code for code, _name in settings.LANGUAGES}
    language = paper.language.lower()
    return translation.override(language if language in known else settings.LANGUAGE_CODE)
