"""The lives of a sweep (联合行动): of a finding and of what follows from it; drawn for docs/sweep-life.md."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

SEVERITIES: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {
        "minor": pgettext_lazy("severity", "slight"),
        "serious": pgettext_lazy("severity", "serious"),
        "grave": pgettext_lazy("severity", "grave"),
    }
)
MARKS: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {
        "ok": pgettext_lazy("mark", "in order"),
        "found": pgettext_lazy("mark", "finding"),
        "na": pgettext_lazy("mark", "does not apply"),
    }
)
RESULTS: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {
        "cured": pgettext_lazy("re-check", "cured"),
        "partly": pgettext_lazy("re-check", "partly cured"),
        "uncured": pgettext_lazy("re-check", "not cured"),
    }
)
_LIVING = ("open", "following", "claimed", "due", "partly", "uncured")

FINDING: Final = Life(
    pgettext_lazy("sweep", "finding"),
    {
        "open": pgettext_lazy("finding", "nothing done yet"),
        "following": pgettext_lazy("finding", "business told, time to cure runs"),
        "claimed": pgettext_lazy("finding", "business says it is cured"),
        "due": pgettext_lazy("finding", "re-check is due"),
        "partly": pgettext_lazy("finding", "partly cured, time runs again"),
        "uncured": pgettext_lazy("finding", "not cured, next step to be decided"),
        "cured": pgettext_lazy("finding", "cured"),
        "exposed": pgettext_lazy("finding", "exposure proposed"),
        "handed": pgettext_lazy("finding", "handed to the authority"),
        "withdrawn": pgettext_lazy("finding", "withdrawn, written down in error"),
    },
    {
        "find": {NEW: "open"},
        "follow": {
            "open": "following",
            "following": "following",
            "partly": "partly",
            "claimed": "claimed",
            "due": "due",
            "uncured": "following",
        },
        "promise": {
            **dict.fromkeys(("open", "following", "partly", "due", "uncured"), "following"),
            "claimed": "claimed",
        },
        "claim": dict.fromkeys(_LIVING, "claimed"),
        "fall due": dict.fromkeys(("open", "following", "partly"), "due"),
        "find cured": dict.fromkeys((*_LIVING, "exposed", "handed"), "cured"),
        "find partly": dict.fromkeys(_LIVING, "partly"),
        "find uncured": dict.fromkeys(_LIVING, "uncured"),
        "expose": dict.fromkeys(("partly", "uncured"), "exposed"),
        "hand over": dict.fromkeys((*_LIVING, "exposed"), "handed"),
        "withdraw": {"open": "withdrawn"},
    },
)
LIVING: Final = frozenset(_LIVING)  # somebody still has to do something
CHECKABLE: Final = ("claimed", "due")  # a re-check can be made now

ADVICE: Final = Life(
    pgettext_lazy("sweep", "written advice"),
    {
        "issued": pgettext_lazy("advice", "written"),
        "served": pgettext_lazy("advice", "served"),
        "withdrawn": pgettext_lazy("advice", "withdrawn"),
    },
    {
        "issue": {NEW: "issued"},
        "serve": {"issued": "served"},
        "withdraw": {"issued": "withdrawn", "served": "withdrawn"},
    },
)
TALK: Final = Life(
    pgettext_lazy("sweep", "talk"),
    {
        "invited": pgettext_lazy("talk", "invited"),
        "held": pgettext_lazy("talk", "held"),
        "missed": pgettext_lazy("talk", "nobody came"),
        "called_off": pgettext_lazy("talk", "called off"),
    },
    {
        "invite": {NEW: "invited"},
        "move": {"invited": "invited", "missed": "invited"},
        "hold": {"invited": "held"},
        "miss": {"invited": "missed"},
        "call off": {"invited": "called_off", "missed": "called_off"},
    },
)
PROMISE: Final = Life(
    pgettext_lazy("sweep", "promise"),
    {
        "made": pgettext_lazy("promise", "made"),
        "kept": pgettext_lazy("promise", "kept"),
        "broken": pgettext_lazy("promise", "not kept"),
    },
    {
        "promise": {NEW: "made"},
        "keep": {"made": "kept", "broken": "kept"},
        "break": {"made": "broken"},
    },
)
HANDING: Final = Life(
    pgettext_lazy("sweep", "letter to the authority"),
    {
        "handed": pgettext_lazy("handing", "handed over"),
        "answered": pgettext_lazy("handing", "answered by the authority"),
    },
    {"hand": {NEW: "handed"}, "answer": {"handed": "answered"}},
)
MEASURES: Final[Mapping[str, Life]] = MappingProxyType(
    {"advice": ADVICE, "talk": TALK, "promise": PROMISE, "handing": HANDING}
)
KINDS: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {kind: life.thing for kind, life in MEASURES.items()}
)
STAGES: Final = tuple(dict.fromkeys(stage for life in MEASURES.values() for stage in life.stages))


BEGINS = """# The lives of a sweep

Printed from `huaihai/supervision/sweeping/life.py` by `huaihai supervision diagram`; change the table, not
the page. Verbs that leave a thing in its stage are left out.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([BEGINS, *(chapter(life) for life in (FINDING, ADVICE, TALK, PROMISE, HANDING))])


def chapter(life: Life) -> str:
    """One life as a chapter: its diagram, and its stages in words."""
    moves = [
        f"    {start or '[*]'} --> {end}: {verb}"
        for verb, ways in life.verbs.items()
        for start, end in sorted(ways.items(), key=lambda way: (way[0] != NEW, way))
        if start != end
    ]
    stages = [f"| {name} | {words} |" for name, words in life.stages.items()]
    title = str(life.thing)
    return "\n".join(
        [
            f"## {title[:1].upper()}{title[1:]}",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *moves,
            "```",
            "",
            "| stage | in words |",
            "|---|---|",
            *stages,
            "",
        ]
    )
