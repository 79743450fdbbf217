"""What laboratories enter: blind codes, units, detection limits, corrections, nothing lost."""

from datetime import date, timedelta
from typing import Any

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.supervision.models import Reading, Sample
from huaihai.supervision.testing import links
from huaihai.supervision.testing.laboratory import facts as laboratory_facts
from huaihai.supervision.testing.laboratory import verbs
from huaihai.supervision.testing.laboratory.readings import Cell, Entry, Unreadable, enter, read
from huaihai.supervision.testing.laboratory.verbs import PURPOSE
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.kettles import ITEMS, bought
from huaihai.supervision.testing.tests.measured import MEASURED, SENT, facts

ITEM = {item["key"]: item for item in ITEMS}
LEAKAGE, EARTHING, PASS = ITEM["leakage"], ITEM["earthing"], ITEM["dry-boil"]


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (Cell("0.10"), ["0.10"]),
        (Cell("0.25"), ["０.25"]),
        (
            Cell(below=True),
            ["<0.01", "≤ 0.010", "ND", "nd", "ND 0.01", "未检出", "未检出(<0.01)", "未检出（0.010）"],
        ),
        (Cell(na="无接地端子"), ["N/A: 无接地端子", "不适用：无接地端子"]),
        (Cell(), [""]),
    ],
)
def test_a_cell_says_one_of_four_things(cell: Cell, typed: list[str]) -> None:
    assert [read(words, LEAKAGE) for words in typed] == [cell] * len(typed)
    assert read(" -0.5 ", EARTHING) == Cell("-0.5")
    assert read("0.05", EARTHING, unit=" Ω ").value == "0.05"  # a unit is compared without its spaces


def test_what_cannot_be_used_is_refused_with_words() -> None:
    wrong: list[tuple[str, dict[str, Any], str | None]] = [
        *((typed, LEAKAGE, None) for typed in ("0,1", "1e-3", "NaN", "+0.1", "007", "9" * 40)),
        ("0.003", LEAKAGE, None),  # below the detection limit, and does not say so
        # another limit than the plan's, or none
        *((typed, LEAKAGE, None) for typed in ("<0.02", "未检出(<0.05)", "ND 0.5", "未检出，见备注", "<")),
        ("<0.01", EARTHING, None),  # no limit in the plan
        ("N/A", LEAKAGE, None),  # no reason
        ("2", PASS, None),
        ("0.1", EARTHING, "mΩ"),
    ]
    for typed, item, unit in wrong:
        with pytest.raises(Unreadable) as refused:
            read(typed, item, unit=unit)
        assert len(str(refused.value)) > 3, typed


@pytest.mark.django_db
def test_the_leading_body_brings_in_a_laboratory_with_a_certificate_valid_on_the_day_of_the_contract() -> (
    None
):
    kettles = bought()
    by = kettles.people.leader
    for field, lacking in (
        ("cma", facts(cma="", cma_until=None)),
        ("cma_until", facts(cma_until=date(2026, 10, 31))),
    ):
        with pytest.raises(Unfit) as refused:
            verbs.add(kettles.project, lacking, by=by, at=SENT)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        verbs.add(kettles.project, facts(), by=kettles.people.partner, at=SENT)


@pytest.mark.django_db
def test_spare_samples_wait_for_a_second_test_and_nobody_measures_twice() -> None:
    scene = measured.arrived()
    spare = Sample.objects.spare().filter(project=scene.project).first()
    other = verbs.add(scene.project, facts(name="演示第二检测中心"), by=scene.leader, at=SENT)

    with pytest.raises(Unfit):
        verbs.hand_over(other, [spare.code], by=scene.leader, at=SENT)
    with pytest.raises(NotPossible):
        verbs.hand_over(other, [measured.code(scene)], by=scene.leader, at=SENT)


@pytest.mark.django_db
def test_a_reading_that_was_asked_is_kept_as_it_was_typed() -> None:
    scene = measured.arrived()
    code, by = measured.code(scene), verbs.actor_of(scene.lab)
    for wrong in (Entry(code, "colour", 1, Cell("1")), Entry(code, "leakage", 4, Cell("0.2"))):
        with pytest.raises(NotPossible):
            enter(scene.lab, [wrong], by=by, at=MEASURED)
    entry = measured.entries(scene)[0]
    with pytest.raises(NotAllowed):
        enter(scene.lab, [entry], by=scene.kettles.people.partner, at=MEASURED)
    done = enter(scene.lab, [entry], by=by, at=MEASURED)
    row = Reading.objects.get(project=scene.project)
    assert (done.new, done.corrected, done.same) == (1, 0, 0)
    assert (row.value, row.unit) == (entry.cell.value, "mA")
    before = laboratory_facts.progress_of(scene.lab)[code, "first"].done
    reason = Cell(na="二类器具")  # one settles an item that does not apply
    enter(scene.lab, [Entry(code, "earthing", 1, reason)], by=by, at=MEASURED)
    assert laboratory_facts.progress_of(scene.lab)[code, "first"].done == before + 3


@pytest.mark.django_db
def test_a_correction_needs_a_reason_stands_beside_what_it_corrects_and_the_same_is_stored_once() -> None:
    scene = measured.measured()
    first = Reading.objects.filter(project=scene.project, item="boil-time").first()
    entry = Entry(first.sample, first.item, first.n, Cell("301.5"))
    with pytest.raises(Unfit):
        enter(scene.lab, [entry], by=scene.leader, at=MEASURED)
    done = enter(scene.lab, [entry], reason="抄写有误", by=scene.leader, at=MEASURED)
    rows = Reading.objects.filter(sample=first.sample, item=first.item, n=first.n)
    assert done.corrected == 1
    assert rows.count() == 2
    assert rows.standing().get().replaces == first
    assert rows.standing().get().reason == "抄写有误"
    before = Reading.objects.count()
    others = [one for one in measured.entries(scene) if one.key != entry.key]
    for same in ([entry], others):
        with pytest.raises(NotPossible):
            enter(scene.lab, same, by=scene.leader, at=MEASURED)
    assert Reading.objects.count() == before


@pytest.mark.django_db
def test_a_new_link_ends_the_one_before() -> None:
    scene = measured.arrived()
    old = verbs.issue_link(scene.lab, by=scene.leader, at=SENT)
    token = links.token_of(old, purpose=PURPOSE)
    new = verbs.issue_link(scene.lab, by=scene.leader, at=SENT)

    assert not links.opens(new, token, purpose=PURPOSE, at=SENT)
    assert links.opens(new, links.token_of(new, purpose=PURPOSE), purpose=PURPOSE, at=SENT)
    assert not links.opens(
        new, links.token_of(new, purpose=PURPOSE), purpose=PURPOSE, at=SENT + timedelta(days=61)
    )
    assert not links.opens(None, token, purpose=PURPOSE, at=SENT)
