"""What became of a day, as a section of docs/scripted-day.md."""

from collections import Counter
from pathlib import Path
from typing import Final

from huaihai.cases import life
from tests.day.playing import Played

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "scripted-day.md"


def section(title: str, played: list[Played]) -> str:
    """By the stage in which each file stood when its course was over: how many, their clocks, their papers."""
    homes, leads = (
        {place.city.key for place in places}
        for places in zip(*((one.home, one.lead) for one in played), strict=True)
    )
    moves = [one for file in played for one in file.walked]
    cities = f"{len(homes)} cities of consumers, {len(leads)} of shops"
    lines = [
        f"## {title}",
        "",
        f"{len(played)} files, {cities}; {len(moves)} moves, {len(set(moves))} different ones.",
        "",
        "| stage at the end | files | clocks that run there | papers issued |",
        "|---|---|---|---|",
    ]
    for stage in life.STAGES:
        files = [file for file in played if file.stage == stage]
        if files:
            papers = Counter(file.paper.form for file in files if file.paper)
            running = sorted({name for file in files for name in file.clocks})
            listed = ", ".join(f"{form} {number}" for form, number in sorted(papers.items()))
            lines.append(f"| {stage} | {len(files)} | {', '.join(running) or '–'} | {listed or '–'} |")
    return "\n".join(lines) + "\n"


def put(text: str) -> None:
    """In the place of the section with the same heading."""
    title = text.partition("\n")[0]
    parts = PAGE.read_text(encoding="utf-8").split("\n## ")
    kept = [
        part if f"## {part.partition(chr(10))[0]}" != title else text.removeprefix("## ") for part in parts
    ]
    PAGE.write_text("\n## ".join(part.rstrip("\n") + "\n" for part in kept), encoding="utf-8")
