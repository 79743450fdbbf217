"""Makes texts with planted identifiers: templates of our own, and made-up values however people write them.

A template is a story with places such as {phone}; what stands around them is harmless. Everything is seeded. Nobody
is meant: numbers are drawn, names are put together from parts.
"""

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huaihai.law.credit_code import check_character

DATA = Path(__file__).parent / "data"
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")


@dataclass(frozen=True)
class Planted:
    """One text; `spans` are kind, start and end of what was planted, in characters."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


class Maker:
    """Draws values of each kind in the styles of one set (`development` or `held_out`)."""

    def __init__(self, name: str, seed: int) -> None:
        self.words: dict[str, Any] = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
        self.random = random.Random(seed)
        self.styles = self.words["styles"]

    def texts(self, rounds: int) -> list[Planted]:
        """Every template so many times, each time with other values."""
        return [self._filled(template) for _ in range(rounds) for template in self.words["templates"]]

    def value(self, kind: str) -> str:
        """A made-up identifier of this kind."""
        make: Callable[[], str] = getattr(self, f"_{kind}")
        return make()

    def _filled(self, template: str) -> Planted:
        text, spans = "", []
        for part in template.strip().replace("}", "{").split("{"):
            if part.isascii() and part.isalpha() and part.islower() and hasattr(self, f"_{part}"):
                made = self.value(part)
                spans.append((part, len(text), len(text) + len(made)))
                text += made
            else:
                text += part
        return Planted(text, tuple(spans))

    def _digits(self, count: int) -> str:
        return "".join(self.random.choices("0123456789", k=count))

    def _styled(self, kind: str, digits: str) -> str:
        """The digits as people write them: `3 4 4` with a separator, full width, spoken, with a joiner."""
        style = self.random.choice(self.styles[kind])
        if style == "full":
            return digits.translate(FULL)
        if style == "spoken":
            return digits.translate(SPOKEN).replace("一", self.random.choice("一幺"))
        if style == "joined":
            return "\u200b".join(digits)
        if style == "small":
            return digits.lower()
        if style == "letters":
            return digits.replace("0", "o")
        groups, separator = style.split("|") if "|" in style else ("", "")
        parts, at = [], 0
        for size in map(int, groups.split()):
            parts.append(digits[at : at + size])
            at += size
        return separator.join([*parts, digits[at:]] if digits[at:] else parts) if parts else digits

    def _identity(self) -> str:
        born = date(1950, 1, 1) + timedelta(days=self.random.randrange(20_000))
        if self.random.random() < self.words["old_identity"]:
            return f"{self.random.choice(self.words['regions'])}{born:%y%m%d}{self._digits(3)}"
        body = f"{self.random.choice(self.words['regions'])}{born:%Y%m%d}{self._digits(3)}"
        total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
        return self._styled("identity", body + CHECKS[total % 11])

    def _phone(self) -> str:
        if self.random.random() < self.words["landline"]:
            area = self.random.choice(self.words["areas"])
            form = self.random.choice(self.styles["landline"])
            return str(form).format(area=area, number=self.random.choice("678") + self._digits(7))
        return self._styled("phone", self.random.choice(self.words["mobile"]) + self._digits(8))

    def _card(self) -> str:
        body = self.random.choice(self.words["banks"]) + self._digits(12)
        doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))]
        total = sum(sum(divmod(one, 10)) for one in doubled)
        return self._styled("card", body + str(-total % 10))

    def _plate(self) -> str:
        head = self.random.choice(self.words["plates"])
        tail = "".join(self.random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=4)) + self._digits(1)
        tail = self.random.choice("DF") + tail if self.random.random() < 0.3 else tail
        return str(self.random.choice(self.styles["plate"])).format(head=head, tail=tail)

    def _email(self) -> str:
        name = self.random.choice(self.words["latin"]) + self._digits(self.random.randint(1, 4))
        form = str(self.random.choice(self.styles["email"]))
        return form.format(name=name, host=self.random.choice(self.words["hosts"]))

    def _account(self) -> str:
        form = str(self.random.choice(self.styles["account"]))
        return form.format(
            name=self.random.choice(self.words["latin"]), n=self._digits(self.random.randint(2, 5))
        )

    def _qq(self) -> str:
        return str(self.random.randint(1, 9)) + self._digits(self.random.randint(5, 9))

    def _nick(self) -> str:
        return str(self.random.choice(self.words["nicks"]))

    def _name(self) -> str:
        return str(self.random.choice(self.words["surnames"]) + self.random.choice(self.words["given"]))

    def _title(self) -> str:
        surname, title = self.random.choice(self.words["surnames"]), self.random.choice(self.words["titles"])
        return str(self.random.choice(self.styles["title"])).format(surname=surname, title=title)

    def _usual(self) -> str:
        return str(self.random.choice(self.words["usual"]))

    def _informal(self) -> str:
        surname = self.random.choice(self.words["usual"])
        return str(self.random.choice(self.styles["informal"])).format(surname=surname)

    def _address(self) -> str:
        form = str(self.random.choice(self.styles["address"]))
        numbers = {name: self.random.randint(1, most) for name, most in (("a", 28), ("b", 5), ("d", 198))}
        numbers["c"] = self.random.randint(1, 18) * 100 + self.random.randint(1, 6)
        drawn = {
            name: self.random.choice(self.words[name]) for name in ("roads", "homes", "villages", "towns")
        }
        return form.format(**numbers, **drawn)

    def _shop(self) -> str:
        form = str(self.random.choice(self.styles["shop"]))
        return form.format(
            brand=self.random.choice(self.words["brands"]), trade=self.random.choice(self.words["trades"])
        )

    def _number(self) -> str:
        length = self.random.randint(8, 19)
        form = str(self.random.choice(self.styles["number"]))
        return form.format(n=self._digits(length), d="2026" + self._digits(10), m=self._digits(12))

    def _licence(self) -> str:
        body = (
            "91"
            + self.random.choice(self.words["regions"])
            + "MA"
            + "".join(self.random.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=7))
        )
        return str(body + check_character(body))

    def _birth(self) -> str:
        born = date(1945, 1, 1) + timedelta(days=self.random.randrange(22_000))
        form = str(self.random.choice(self.styles["birth"]))
        return form.format(y=born.year, m=born.month, d=born.day)
