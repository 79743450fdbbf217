"""The two tables of lives: every stage × verb, the database's own constraint, the printed page."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from huaihai.compensation import commands, grounds, ledger
from huaihai.compensation.grounds import Basis, Bought
from huaihai.compensation.life import CLAIM, ENDED, FUND, NEW, OPEN_CLAIMS
from huaihai.compensation.models import Claim, Entry, Fund, StatementLine
from huaihai.compensation.statements import file
from huaihai.compensation.statements import verbs as statements_verbs
from huaihai.compensation.statements.verbs import Line
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import DAY, TODAY, Market
from huaihai.compensation.verifying import EXPECTED
from huaihai.desk.lives import Life, NotAllowed, NotPossible, Unfit
from huaihai.record import events
from tests.cast import TUESDAY

PAGE = Path(__file__).resolve().parents[3] / "docs" / "compensation-life.md"


@pytest.mark.parametrize("life", [CLAIM, FUND], ids=["claim", "fund"])
def test_every_verb_in_every_stage_leads_where_the_table_says_or_is_refused(life: Life) -> None:
    for verb, moves in life.verbs.items():
        assert moves, verb
        for stage in (NEW, *life.stages):
            if stage in moves:
                assert life.after(verb, stage) in life.stages
            else:
                with pytest.raises(NotPossible):
                    life.after(verb, stage)


def test_every_stage_of_a_claim_is_reached_and_known_to_the_books() -> None:
    reached = {end for moves in CLAIM.verbs.values() for end in moves.values()}
    assert reached == set(CLAIM.stages) == set(EXPECTED)
    assert not set(OPEN_CLAIMS) & set(ENDED)
    # No way leads to paying but through an approval, and none from paid back to deciding.
    before = {
        start for moves in CLAIM.verbs.values() for start, end in moves.items() if end == "ordered" != start
    }
    assert before == {"approved"}
    assert not {verb for verb, moves in CLAIM.verbs.items() if moves.get("paid") in ("asked", "checked")}


@pytest.mark.django_db
def test_the_database_keeps_unknown_stages_and_odd_sums_out() -> None:
    held = people.assemble()
    claim = people.asked(held)
    for wrong in (
        {"stage": "lost"},
        {"stage": "paid"},
        {"asked_fen": 0},
        {"approved_fen": 40_001},
        {"ground": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.update(owner=None)


def test_the_page_is_printed_from_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    commands.run_diagram(None)  # type: ignore[arg-type]
    assert PAGE.read_text(encoding="utf-8") == capsys.readouterr().out


@pytest.mark.parametrize("ground", grounds.GROUNDS, ids=lambda ground: ground.code)
def test_every_ground_names_its_article_and_does_not_hold_of_itself(ground: grounds.Ground) -> None:
    assert "条" in ground.article
    assert ground.code == "counter" or not ground.holds(Bought(way="own_site"))
    assert not ground.is_clear or ground.basis == Basis.COMMITTED
    assert ground.owners <= set(Fund.OwnerType.values)
    assert bool(ground.owners) == (ground.basis == Basis.STATUTORY and ground.code != "food")


def test_an_agreement_is_a_ground_only_once_it_is_not_kept() -> None:
    holds = grounds.BY_CODE["settlement"].holds
    assert not holds(Bought(agreement="settlement"))
    assert holds(Bought(agreement="settlement", is_unkept=True))
    assert not holds(Bought(agreement="mediation_agreement", is_unkept=True))


CHINESE = '账户：演示\n交易日期,收入,支出,交易流水号,摘要\n2026-11-24,"3,000.00",,A1,存入\n2026/11/24,,400.00,{},付款\n'


@pytest.fixture
def held() -> Market:
    return people.assemble()


@pytest.mark.django_db
def test_reading_twice_adds_nothing_and_equal_lines_are_kept_apart(held: Market) -> None:
    coffee = Line(TODAY, -500, "", "fee")
    first = statements_verbs.read(held.fund, [coffee, coffee], by=held.cao, at=TUESDAY)
    again = statements_verbs.read(held.fund, [coffee, coffee], by=held.cao, at=TUESDAY)
    more = statements_verbs.read(held.fund, [coffee, coffee, coffee], by=held.cao, at=TUESDAY)
    assert [(one.added, one.known) for one in (first, again, more)] == [(2, 0), (0, 2), (1, 2)]
    blanks = [Line(TODAY, -700, "", "fee"), Line(TODAY, -700, " ", "fee ")]  # the same, but for blanks
    assert statements_verbs.read(held.fund, blanks, by=held.cao, at=TUESDAY).added == 2


@pytest.mark.django_db
def test_why_a_line_was_set_aside_stands_in_the_sealed_text_of_the_record(held: Market) -> None:
    statements_verbs.read(held.fund, [Line(TODAY, -500, "", "fee")], by=held.cao, at=TUESDAY)
    line, why = StatementLine.objects.get(), "Mrs. Li's own fee (test)"
    statements_verbs.set_aside(line, reason=why, by=held.cao, at=TUESDAY)
    noted = events.history(held.fund.record_key).filter(verb="match").last()
    assert noted is not None
    assert noted.text == why
    assert why not in str(noted.facts)


@pytest.mark.django_db
def test_a_payment_named_by_its_reference_is_matched_and_followed_to_the_bank(held: Market) -> None:
    claim, order = people.paid(held, 40_000)
    lines = file.read_file(CHINESE.format(f"B2 {order.reference}").encode("gb18030"))
    done = statements_verbs.read(held.fund, lines, by=held.cao, at=TUESDAY)
    assert (done.added, done.matched) == (2, 1)

    trace = ledger.trace(claim)
    assert [step.entry.kind for step in trace.steps] == ["approve", "pay", "recourse"]
    assert trace.not_proved == []
    assert trace.steps[1].proof.fen == -40_000
    assert trace.orders == [order]
    assert [(back.instalment.fen, back.paid) for back in trace.back] == [(40_000, [])]
    assert trace.still_owed_fen == 40_000
    assert [entry.kind for entry in ledger.not_proved(held.fund)] == ["deposit"]

    line = StatementLine.objects.open().get()
    deposit = Entry.objects.get(kind="deposit")
    assert statements_verbs.candidates(line) == [deposit]
    statements_verbs.match(line, deposit, by=held.cao, at=TUESDAY)
    assert ledger.not_proved(held.fund) == []


@pytest.mark.django_db
def test_a_line_matches_only_its_own_sum_once_and_by_the_right_people(held: Market) -> None:
    deposit = Entry.objects.get(kind="deposit")
    lines = [Line(TODAY, 300_000, "A"), Line(TODAY, 300_000, "B"), Line(TODAY, 299_999, "C")]
    statements_verbs.read(held.fund, lines, by=held.cao, at=TUESDAY)
    first, second, other = StatementLine.objects.order_by("reference")
    with pytest.raises(Unfit):
        statements_verbs.match(other, deposit, by=held.cao, at=TUESDAY)
    with pytest.raises(NotAllowed):
        statements_verbs.match(first, deposit, by=held.cast.sun, at=TUESDAY)
    statements_verbs.match(first, deposit, by=held.cao, at=TUESDAY)
    with pytest.raises(NotPossible):
        statements_verbs.match(second, deposit, by=held.cao, at=TUESDAY)
    statements_verbs.set_aside(second, reason="Another account.", by=held.cao, at=TUESDAY)
    with pytest.raises(NotPossible):
        statements_verbs.set_aside(second, reason="Again.", by=held.cao, at=TUESDAY)


@pytest.mark.django_db
def test_the_bank_tells_of_an_order_that_nobody_has_marked_as_paid(held: Market) -> None:
    _claim, order = people.ordered(held, 40_000)
    statements_verbs.read(
        held.fund, [Line(TODAY, -40_000, "", f"pay {order.reference}")], by=held.cao, at=TUESDAY
    )
    assert statements_verbs.order_of(StatementLine.objects.get()) == order
    with pytest.raises(Unfit):
        statements_verbs.read(held.fund, [Line(TODAY + DAY, 1)], by=held.cao, at=TUESDAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date,amount\n20261124,-0.5\n", [Line(TODAY, -50)]),
        ("Date,Amount,Reference,Text\n2026-11-24 10:00:00,+1.05,R,x\n", [Line(TODAY, 105, "R", "x")]),
        ("日期,借方发生额,贷方发生额\n2026年11月24日,0.00,¥12\n", [Line(TODAY, 1_200)]),
        ("日期,收入金额,支出金额\n2026.11.24,,3\n\n", [Line(TODAY, -300)]),
    ],
)
def test_statements_are_read_as_banks_write_them(text: str, expected: list[Line]) -> None:
    assert file.read_file(text.encode()) == expected


NO_STATEMENTS = [
    b"",
    b"\xff\xfe\x00",
    b"a,b\n1,2\n",
    b"date,amount\nsome day,1\n",
    b"date,amount\n2026-11-24,1.234\n",
    b"x" * 5_000_001,
]


@pytest.mark.parametrize("raw", NO_STATEMENTS)
def test_what_is_no_statement_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(Unfit) as refused:
        file.read_file(raw)
    assert refused.value.field == "file"
