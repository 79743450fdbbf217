"""What laboratories enter: blind codes, units, detection limits, corrections, nothing lost."""

from datetime import date, timedelta

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
    ("typed", "cell"),
    [
        ("0.10", Cell("0.10")),
        (" -0.5 ", Cell("-0.5")),
        ("０.25", Cell("0.25")),
        ("<0.01", Cell(below=True)),
        ("≤ 0.010", Cell(below=True)),
        ("ND", Cell(below=True)),
        ("未检出", Cell(below=True)),
        ("N/A: 无接地端子", Cell(na="无接地端子")),
        ("不适用：无接地端子", Cell(na="无接地端子")),
        ("", Cell()),
    ],
)
def test_a_cell_says_one_of_four_things(typed: str, cell: Cell) -> None:
    item = EARTHING if typed.strip().startswith("-") else LEAKAGE

    assert read(typed, item) == cell


@pytest.mark.parametrize(
    ("typed", "item", "unit"),
    [
        ("0,1", LEAKAGE, None),
        ("1e-3", LEAKAGE, None),
        ("NaN", LEAKAGE, None),
        ("+0.1", LEAKAGE, None),
        ("007", LEAKAGE, None),
        ("0.003", LEAKAGE, None),  # below the detection limit, and does not say so
        ("<0.02", LEAKAGE, None),  # another limit than the plan's
        ("<0.01", EARTHING, None),  # no limit in the plan
        ("N/A", LEAKAGE, None),  # no reason
        ("2", PASS, None),
        ("0.1", EARTHING, "mΩ"),
        ("9" * 40, LEAKAGE, None),
    ],
)
def test_what_cannot_be_used_is_refused_with_words(
    typed: str, item: dict[str, object], unit: str | None
) -> None:
    with pytest.raises(Unreadable) as refused:
        read(typed, item, unit=unit)

    assert len(str(refused.value)) > 3


def test_a_unit_is_compared_without_its_spaces() -> None:
    assert read("0.05", EARTHING, unit=" Ω ").value == "0.05"


@pytest.mark.django_db
def test_a_laboratory_shows_a_certificate_that_was_valid_on_the_day_of_the_contract() -> None:
    kettles = bought()
    by = kettles.people.leader

    with pytest.raises(Unfit) as none:
        verbs.add(kettles.project, facts(cma="", cma_until=None), by=by, at=SENT)
    with pytest.raises(Unfit) as over:
        verbs.add(kettles.project, facts(cma_until=date(2026, 10, 31)), by=by, at=SENT)

    assert (none.value.field, over.value.field) == ("cma", "cma_until")


@pytest.mark.django_db
def test_only_the_leading_body_brings_in_a_laboratory() -> None:
    kettles = bought()

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
def test_a_reading_is_kept_as_it_was_typed_and_sealed() -> None:
    scene = measured.arrived()
    entry = measured.entries(scene)[0]

    done = enter(scene.lab, [entry], by=verbs.actor_of(scene.lab), at=MEASURED)

    row = Reading.objects.get(project=scene.project)
    assert (done.new, done.corrected, done.same) == (1, 0, 0)
    assert row.value == entry.cell.value
    assert row.unit == "mA"


@pytest.mark.django_db
def test_a_correction_needs_a_reason_and_stands_beside_what_it_corrects() -> None:
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


@pytest.mark.django_db
def test_the_same_again_is_stored_once() -> None:
    scene = measured.measured()
    before = Reading.objects.count()

    with pytest.raises(NotPossible):
        enter(scene.lab, measured.entries(scene), by=scene.leader, at=MEASURED)

    assert Reading.objects.count() == before


@pytest.mark.django_db
def test_a_sample_that_has_not_arrived_may_not_be_tested() -> None:
    kettles = bought()
    lab = verbs.add(kettles.project, facts(), by=kettles.people.leader, at=SENT)
    code = Sample.objects.main().filter(project=kettles.project).first().code
    verbs.hand_over(lab, [code], by=kettles.people.leader, at=SENT)

    with pytest.raises(NotPossible):
        enter(lab, [Entry(code, "leakage", 1, Cell("0.2"))], by=verbs.actor_of(lab), at=MEASURED)


@pytest.mark.django_db
def test_nobody_enters_what_was_not_asked() -> None:
    scene = measured.arrived()
    code = measured.code(scene)

    for wrong in (Entry(code, "colour", 1, Cell("1")), Entry(code, "leakage", 4, Cell("0.2"))):
        with pytest.raises(NotPossible):
            enter(scene.lab, [wrong], by=verbs.actor_of(scene.lab), at=MEASURED)
    with pytest.raises(NotAllowed):
        enter(scene.lab, measured.entries(scene)[:1], by=scene.kettles.people.partner, at=MEASURED)


@pytest.mark.django_db
def test_one_reason_settles_an_item_that_does_not_apply() -> None:
    scene = measured.arrived()
    code = measured.code(scene)
    before = laboratory_facts.progress_of(scene.lab)[code, "first"].done

    enter(
        scene.lab,
        [Entry(code, "earthing", 1, Cell(na="二类器具"))],
        by=verbs.actor_of(scene.lab),
        at=MEASURED,
    )

    assert (before, laboratory_facts.progress_of(scene.lab)[code, "first"].done) == (0, 3)


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
