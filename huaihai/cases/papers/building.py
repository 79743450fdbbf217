"""A paper made from its form and values; how a body's number looks; what of it is masked until the file is open."""

from collections.abc import Mapping
from datetime import date

from huaihai import alliance
from huaihai.cases import unmasking
from huaihai.cases.models import Case, Complainant
from huaihai.cases.papers.facts import PRIVATE, paper_day
from huaihai.desk.papers.official import Block, OfficialPaper, Piece, written
from huaihai.law import papers
from huaihai.members.models import Organisation

SPARED = ("body_phone", "body_address")  # nobody writes these in by hand
NOT_DRAWN = "（出具时编号）"


def built(
    form: papers.Form, values: Mapping[str, str], *, body: Organisation, number: str, on: date
) -> OfficialPaper:
    """The paper. Raises KeyError for a value that its form names and nobody gives."""
    labels = papers.labels()
    blocks = tuple(
        Block(
            part.heading,
            tuple(written(text, values, labels) for text in part.texts),
            tuple(_row(row, values, labels) for row in part.rows if row not in SPARED or values[row]),
            (),
            part.lines,
        )
        for part in form.parts
    )
    return OfficialPaper(
        letterhead="" if form.is_of_parties else alliance.load().papers.letterhead.get(body.key, body.name),
        title=form.title,
        number=number,
        blocks=blocks,
        sender="" if form.is_of_parties else body.name,
        day=paper_day(on),
        to=form.to.format_map(values).strip("、"),
        signatures=form.signatures,
        has_seal=form.has_seal,
        notes=tuple(note.format_map(values) for note in form.notes),
    )


def _row(row: str, values: Mapping[str, str], labels: Mapping[str, str]) -> Piece:
    name, _equals, label = row.partition("=")
    return Piece(values[name], name, label or labels[name])


def number_of(body: Organisation, series: str, year: int, serial: int) -> str:
    """The number as the body writes it."""
    data = alliance.load().papers
    return data.number(body.key, body.short_name, series=series, year=year, serial=serial)


def names_people(form: papers.Form) -> bool:
    """Whether the paper holds what is masked on the desk."""
    rows = {row.partition("=")[0] for part in form.parts for row in part.rows}
    texts = "".join([form.to, *(text for part in form.parts for text in part.texts)])
    return any(name in rows or f"{{{name}}}" in texts for name in (*PRIVATE, "story", "facts"))


def masked(paper: OfficialPaper, case: Case) -> OfficialPaper:
    """As it is shown while the contact data of the case are not open."""
    person: Complainant | None = getattr(case, "complainant", None)
    name = person.name if person else ""

    def change(slot: str, text: str) -> str:
        if slot == "consumer_name":
            return unmasking.name_masked(text)
        if slot == "consumer_phone":
            return unmasking.email_masked(text) if "@" in text else unmasking.phone_masked(text)
        if slot == "consumer_address":
            return "***" if text else ""
        hidden = text.replace(name, unmasking.name_masked(name)) if name else text
        return unmasking.text_masked(hidden)

    return paper.changed(change)
