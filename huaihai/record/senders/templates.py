"""Which approved template a message fits: providers of text messages take no free text, only values for a template.

`text` is what was approved, with ${names}; `ours` is how the program writes it, where that is longer: what stands
in it alone is left out. Blanks after a Chinese full stop do not count. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from huaihai.record.senders.answers import Refused

if TYPE_CHECKING:
    from huaihai.record.senders.settings import Way

LONGEST: Final = 35  # characters of one value, as Aliyun has it
SECRET: Final = "secret:"  # noqa: S105 # begins the effect key of a message whose code opens something for long …
CODE: Final = "code"  # … which leaves only in a template that says it, under this name
_NAME: Final = re.compile(r"\$\{(\w+)\}")
_SIGN: Final = re.compile(r"^【[^】]{1,30}】")
_STOP: Final = re.compile(r"([。！？])(?:\\ )*")
FIRST_PART, NEXT_PART = 70, 67  # characters that are billed as one


@dataclass(frozen=True)
class Template:
    """One template; without an `id` it is not approved yet."""

    id: str
    text: str
    ours: str
    longest: int = LONGEST
    cut: tuple[str, ...] = ()  # names of which the beginning is enough
    data: dict[str, str] = field(default_factory=dict)  # of WeChat: its fields, filled with the names

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Template":
        """A row of the file. Raises KeyError."""
        text = str(row["text"])
        data = {str(key): str(value) for key, value in row.get("data", {}).items()}
        ours, longest = str(row.get("ours", text)), int(row.get("longest", LONGEST))
        return cls(str(row.get("id", "")), text, ours, longest, tuple(map(str, row.get("cut", ()))), data)

    @property
    def names(self) -> list[str]:
        """What is filled in, in the order of the text."""
        return list(dict.fromkeys(_NAME.findall(self.text)))

    def values(self, message: str) -> dict[str, str] | None:
        """What the message says for each name; None if it is another message, or too long for this template."""
        found = self._pattern.fullmatch(message)
        if found is None:
            return None
        values = {name: self._short(name, found[name].strip()) for name in self.names}
        return values if all(0 < len(value) <= self.longest for value in values.values()) else None

    def filled(self, values: dict[str, str]) -> str:
        """The words that leave."""
        return filled(self.text, values)

    def _short(self, name: str, value: str) -> str:
        is_cut = name in self.cut and len(value) > self.longest
        return f"{value[: self.longest - 1]}…" if is_cut else value

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        seen: set[str] = set()

        def part(piece: str, is_name: bool) -> str:
            if not is_name:
                return _STOP.sub(r"\1 *", re.escape(piece))
            if piece in seen:
                return f"(?P={piece})"
            seen.add(piece)
            return f"(?P<{piece}>.+?)"

        pieces = _NAME.split(self.ours)
        return re.compile("".join(part(one, bool(at % 2)) for at, one in enumerate(pieces)), re.DOTALL)


def filled(text: str, values: dict[str, str]) -> str:
    """With each ${name} as it is said."""
    return _NAME.sub(lambda found: values[found[1]], text)


def without_sign(text: str) -> str:
    """The provider itself puts the sign in front."""
    return _SIGN.sub("", text)


def fitting(message: str, templates: Iterable[Template]) -> tuple[Template, dict[str, str]] | None:
    """The first template that the message fits, and its values; None if there is none, or that is not approved yet:
    one that comes later may leave out what matters, such as a code."""
    words = without_sign(message)
    for template in templates:
        if (values := template.values(words)) is not None:
            return (template, values) if template.id else None
    return None


@dataclass(frozen=True)
class Fit:
    """A message as it leaves: its template and values, its words with the sign, how many parts are billed."""

    id: str
    values: dict[str, str]
    names: list[str]
    words: str
    parts: int


def fit(message: str, way: "Way", effect_key: str) -> Fit:
    """How this message leaves by text message. Raises Refused, also rather than leave a code out."""
    sign, found = way.text("signature"), fitting(message, way.templates)
    if found is None:
        raise Refused("template")
    template, values = found
    if effect_key.startswith(SECRET) and CODE not in values:
        raise Refused("template")
    words = template.filled(values)
    return Fit(template.id, values, template.names, f"【{sign}】{words}", parts(words, sign))


def parts(text: str, sign: str) -> int:
    """How many are billed, the sign with its brackets included."""
    length = len(text) + len(sign) + 2
    return 1 if length <= FIRST_PART else -(-length // NEXT_PART)
