"""Cases: the consumer's way, the desk's, the business's; letters, sheets, codes for files; the tree of problems."""

import base64
from typing import Any

from huaihai.cases import figures
from huaihai.cases.guided.verbs import BEGUN
from huaihai.cases.models import Case
from huaihai.cases.passing import threads
from huaihai.cases.passing.tests.foreign import CASE, NAME, Foreign
from huaihai.cases.triage import facts
from huaihai.cases.triage.sums import Sum
from huaihai.kit import clock
from huaihai.law import papers
from huaihai.law.triage.reading import tree
from huaihai.record import events
from tests.matrix.rows import (
    SHEET,
    UPLOAD,
    a_file,
    a_row_of,
    account,
    always,
    appointment,
    brought,
    child,
    city,
    connection,
    draft,
    kept,
    main_cases,
    one,
    rule,
    sheet,
    upload_code,
    world_case,
)


def _with_appointment() -> list[Any]:
    appointment(world_case())
    return [world_case()]


def _absence() -> Any:
    return a_row_of("cases.Absence", organisation=city(), account=account())


def _forged() -> Any:
    return a_row_of(
        "cases.ForgedReport",
        stage="waiting",
        number="F-0000-0000",
        body=city(),
        how="sms",
        **a_file("photo_"),
    )


def _practised() -> Case:
    """The world's case, as if it had been begun for practice."""
    case, by = world_case(), account().record_key
    events.write(subject=case.record_key, verb=BEGUN, by=by, at=clock.now(), facts={"example": "settled"})
    return case


def _asked() -> Any:
    """The world's case, whose consumer was asked."""
    case = world_case()
    binder = a_row_of(
        "cases.Together", stage="open", number="T000001", body=case.lead, business=case.business
    )
    return a_row_of("cases.TogetherCase", together=binder, case=case, stage="asked", asked_at=clock.now())


def _help() -> Any:
    """What the world's city was asked in another body's case."""
    return a_row_of("cases.Help", case=world_case(), body=city(), state="open", asked_at=clock.now())


@kept  # one of a name
def _peer() -> Any:
    """Another installation, known and confirmed."""
    return a_row_of(
        "cases.PassportPeer",
        name=NAME,
        descriptor=Foreign().descriptor,
        body=city(),
        confirmed_at=clock.now(),
    )


def _with_peer() -> list[Any]:
    _peer()
    return [world_case()]


@kept  # one of a case
def _passage() -> Any:
    """The world's case, offered to a body without a program."""
    key = base64.b64encode(bytes(32)).decode()
    row = a_row_of(
        "cases.Passage",
        case=world_case(),
        body=city(),
        peer=None,
        guest=key,
        guest_title="x",
        stand="offering",
    )
    with threads.locked(row) as held:
        held.write("offer", {"office": {"name": "x"}, "case": CASE}, at=clock.now())
    return row


def _card(*, split: bool = False) -> str:
    return str(next(key for key, card in tree().cards.items() if not split or card.split))


RULES = [
    rule(r"^file/drafts/", one(draft)),
    rule(r"^file/at/", "businesses.Place"),
    rule(r"^file/here/<", lambda: [city()], code="region_code"),
    rule(r"^file/<slug:name>", name=always("contact")),
    rule(r"^(my|desk/cases|business/cases)/<uuid:case_id>/appointment\.ics", _with_appointment),
    rule(r"^(my|business/cases)/<uuid:case_id>/parts/", "cases.Promise", number="number"),
    rule(r"^desk/cases/<uuid:case_id>/papers/new/", main_cases, form=lambda _row: next(iter(papers.forms()))),
    rule(r"^desk/cases/<uuid:case_id>/copy-out/", main_cases, platform=always("12315")),
    rule(r"^my/<uuid:case_id>/together/", one(_asked)),
    rule(r"^my/<uuid:case_id>/passing/", one(_passage)),
    rule(r"^desk/cases/<uuid:case_id>/passing/", _with_peer),
    rule(r"^(my|desk/cases|business/cases)/<uuid:case_id>/", main_cases),
    rule(r"^desk/together/<", one(_asked), together_id="together.pk"),
    rule(r"^desk/help/<", one(_help), help_id="pk"),
    rule(r"^desk/passing/<", one(_passage), passage_id="pk"),
    rule(r"^desk/peers/<", one(_peer), peer_id="pk"),
    rule(r"^passport/evidence/", passport=always("0" * 32), sha256=always("0" * 64)),
    # the letter, the sheet, the code for files: whoever has it
    rule(r"^letter/case/", _with_appointment),
    rule(r"^is-it-us/p/<str:text>", text=always("HP1.not.ours")),
    rule(r"^sheet/<str:code>", one(lambda: sheet(world_case())), code=always(SHEET)),
    rule(r"^upload/", one(upload_code), code=always(UPLOAD)),
    # the tree of problems
    rule(r"^triage/paid/<", picture_id=lambda _row: next(iter(tree().pictures))),
    rule(r"^triage/unpaid/<", group=lambda _row: next(iter(facts.GROUPS))),
    rule(r"^triage/<str:card_id>/question/", card_id=lambda _row: _card(split=True)),
    rule(r"^triage/<str:card_id>/", card_id=lambda _row: _card()),
    rule(r"^sums/<", slug=always(next(iter(Sum)).value)),
    # at the desk
    rule(r"^desk/call-backs/", "cases.CallBack"),
    rule(r"^desk/practice/<", one(_practised)),
    rule(r"^desk/phrases/<", one(lambda: a_row_of("cases.Phrase", organisation=city()))),
    rule(r"^desk/absences/<", one(_absence)),
    rule(r"^desk/drafts/<", one(brought)),
    rule(r"^desk/forged/<", one(_forged)),
    rule(r"^is-it-us/thanks/", number=always("F-ABCD-EFGH")),
    rule(r"^desk/consultations/<", "cases.Consultation"),
    rule(r"^desk/figures/<", key=lambda _row: next(iter(figures.BY_KEY))),
    rule(
        r"^business/connections/<",
        one(connection),
        change_id=child("businesses.Change", "connection", number=0),
    ),
]
