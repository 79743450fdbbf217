"""docs/sweep-life.md: the lives of a finding and of its measures as Mermaid diagrams, and the stages in words."""

from huaihai.desk.lives import NEW, Life
from huaihai.supervision.sweeping.lives import ADVICE, FINDING, HANDING, PROMISE, TALK

BEGINS = """# The lives of a sweep

Printed from `huaihai/supervision/sweeping/lives.py` by `huaihai supervision diagram`; change the table, not
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
