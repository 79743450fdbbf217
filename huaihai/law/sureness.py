"""How well a fact is known. Every rule carries its mark, and pages show it."""

from enum import StrEnum


class Sureness(StrEnum):
    """From the text of the statute down to hearsay. Never quote what is only a copy."""

    LAW = "law"
    READ = "read"
    COPY = "copy"
    DERIVED = "derived"
    UNCONFIRMED = "unconfirmed"

    @property
    def zh(self) -> str:
        return _ZH[self]

    @property
    def en(self) -> str:
        return _EN[self]


_ZH = {
    Sureness.LAW: "法律法规原文",
    Sureness.READ: "发布方原文",
    Sureness.COPY: "转载或摘要，以原文为准",
    Sureness.DERIVED: "由已知规定推得",
    Sureness.UNCONFIRMED: "待确认",
}
_EN = {
    Sureness.LAW: "read in the statute",
    Sureness.READ: "read in the publisher's own words",
    Sureness.COPY: "read in a copy or digest; the wording may differ",
    Sureness.DERIVED: "derived from facts that were read",
    Sureness.UNCONFIRMED: "to be confirmed",
}
