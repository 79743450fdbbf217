"""The wording of an exposure: what may not stand in it, found before anybody reviews it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.education.content import PARTS, Content
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import fold

# An association says what happened; whether it is a crime, a fraud or a disgrace others decide.
VERDICTS: Final = (
    *("骗子", "诈骗", "黑店", "奸商", "黑心", "无良", "无耻", "老赖", "恶霸"),
    *("犯罪", "违法分子", "曝光台", "千万别买", "坚决抵制", "假货"),
)
KINDS: Final[dict[str, Promise | str]] = {
    "person": gettext_lazy("the owner's name"),
    "personal": gettext_lazy("a number or address by which a person can be found"),
    "verdict": gettext_lazy("a verdict instead of what happened"),
}


@dataclass(frozen=True)
class Finding:
    """What was found: its kind, the words, and the words around them."""

    kind: str
    words: str
    around: str

    def __str__(self) -> str:
        return f"“{self.around}” – {KINDS[self.kind]}"


def findings(content: Content, *, owner: str = "") -> list[Finding]:
    """All that may not be published. `owner` is a sole trader's name; it is looked for and kept nowhere."""
    goods = [f"{one.name} {one.brand} {one.model} {one.maker} {one.batches}" for one in content.products]
    parts = [getattr(content, part) for part in PARTS]
    text = "\n".join([content.title, content.summary, content.body, *parts, content.source_name, *goods])
    return list(_found(text, owner=_closed_up(owner)))


def names(text: str, called: Iterable[str]) -> bool:
    """Whether the text names somebody by one of these names."""
    within = _closed_up(text)
    return any(name in within for name in map(_closed_up, called) if name)


def in_words(found: list[Finding]) -> str:
    """The findings in one sentence for whoever has to mend them."""
    return _("This cannot be published: %(findings)s") % {"findings": "；".join(map(str, found))}


def _found(text: str, *, owner: str) -> Iterator[Finding]:
    for find in mask(text).finds:
        yield Finding("personal", text[find.start : find.end], _around(text, find.start, find.end))
    looked_for = [("person", owner, _closed_up(text))] if owner else []
    for kind, word, within in (*looked_for, *(("verdict", word, fold(text)) for word in VERDICTS)):
        at = within.find(word)
        if at >= 0:
            yield Finding(kind, word, _around(within, at, at + len(word)))


def _closed_up(text: str) -> str:
    """In one script and one form, without the spaces and marks that hide a name."""
    return "".join(char for char in fold(text) if char.isalnum())


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 6) : end + 6].replace("\n", " ")
