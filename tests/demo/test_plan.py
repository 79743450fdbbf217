"""The demo's year looks like the published one, and is the same each time."""

import re
from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest
from demo import days, lives, plan, shape, vocabulary
from demo.plan import Complaint
from demo.vocabulary import Item, Problem

from huaihai import alliance
from huaihai.law import credit_code, kinds

TODAY = date(2026, 11, 26)


@cache
def year() -> list[Complaint]:
    return list(plan.year(alliance.load(), vocabulary.read(), until=TODAY))


def share(number: int) -> float:
    return 100 * number / len(year())


def test_the_same_things_happen_each_time_in_the_same_words() -> None:
    again = list(plan.year(alliance.load(), vocabulary.read(), until=TODAY))

    assert again == year()


def test_there_are_enough_and_all_lie_in_the_year_before() -> None:
    assert len(year()) >= 950
    first, last = year()[0].filed_at.date(), year()[-1].filed_at.date()
    assert TODAY - timedelta(days=365) <= first <= last < TODAY


@pytest.mark.parametrize("nature", shape.NATURES)
def test_natures_have_their_published_shares(nature: str) -> None:
    found = Counter(told.nature for told in year())

    assert share(found[nature]) == pytest.approx(shape.NATURES[nature], abs=2.5)


def test_goods_and_services_have_their_published_shares() -> None:
    goods = sum(told.item.category.startswith("G") for told in year())
    services = sum(told.item.is_service for told in year())

    assert share(goods) == pytest.approx(53.63, abs=4)
    assert share(services) == pytest.approx(41.94, abs=4)


def test_a_third_crosses_two_cities() -> None:
    assert share(sum(told.home != told.lead for told in year())) == pytest.approx(35, abs=4)


def test_march_june_and_november_are_busier_than_the_other_months() -> None:
    found = Counter(told.filed_at.month for told in year())
    quiet = max(found[month] for month in (4, 5, 7, 8, 9))

    assert min(found[3], found[6], found[11]) > quiet


def test_what_is_agreed_is_near_the_published_mean_and_heavy_tailed() -> None:
    yuan = sorted(told.agreed_fen / 100 for told in year() if told.life in ("settled", "mediated"))
    mean = sum(yuan) / len(yuan)

    assert mean == pytest.approx(shape.MEAN_RECOVERED_YUAN, rel=0.15)
    assert yuan[len(yuan) // 2] < mean / 1.5


def test_everybody_is_marked_as_made_up() -> None:
    for told in year():
        assert "演示" in told.name
        assert "（演示）" in (told.stated.name or told.stated.sign)
        assert told.phone.startswith("1610000")
        if told.stated.code:
            assert credit_code.check(told.stated.code).text == told.stated.code


def test_a_business_code_belongs_to_one_name() -> None:
    names = {(told.stated.code, told.stated.name) for told in year() if told.stated.code}

    assert len({code for code, _name in names}) == len(names)


def test_stories_are_whole_sentences_and_varied() -> None:
    assert not [told.story for told in year() if "{" in told.title + told.story]
    assert max(len(told.title) for told in year()) <= 80
    assert len({told.title for told in year()}) > 500
    assert len({told.story for told in year()}) > 0.95 * len(year())


def test_every_nature_can_be_complained_of_and_every_course_is_known() -> None:
    assert set(shape.NATURES) == {nature.code for nature in kinds.NATURES}
    assert set(shape.CATEGORIES) <= set(kinds.BY_CODE)
    assert set(shape.LIVES) == set(lives.LIVES)
    for nature in shape.NATURES:
        for month in shape.MONTHS:
            assert any(vocabulary.choices(nature, code, month) for code in shape.CATEGORIES)


def test_everything_that_can_be_complained_of_has_a_remedy_that_fits() -> None:
    for item, problem in _everything():
        remedies = problem.remedies_for(item)
        assert remedies, (item.name, problem.title)
        assert "repair" not in remedies or "repair" in item.has
        assert not (item.traits & {"food", "pet"} and {"replace", "return"} & set(remedies))


@pytest.mark.parametrize(
    ("title", "trait"),
    [
        ("{item}没用完，余额不退", "left"),
        ("{item}自动续费没有提醒", "renew"),
        ("{item}押金迟迟不退", "deposit"),
        ("{item}订金不退", "order"),
        ("{item}结账比标价贵", "counter"),
        ("怀疑买到假冒的{item}", "brand"),
    ],
)
def test_a_problem_is_told_only_of_what_can_have_it(title: str, trait: str) -> None:
    fitting = [item for item, problem in _everything() if problem.title == title]

    assert fitting
    assert all(trait in item.traits for item in fitting)


def test_nothing_is_sent_from_a_shop_and_nobody_is_insulted_online() -> None:
    for item, problem in _everything():
        assert item.online or "发货" not in problem.title
        assert not item.online or "辱骂" not in problem.title


def test_heating_is_complained_of_in_winter_only() -> None:
    months = {told.filed_at.month for told in year() if told.item.name == "取暖费"}

    assert months <= {12, 1, 2, 3}


def test_a_number_of_days_in_a_story_has_passed_since_the_purchase() -> None:
    told_days = [(told, int(found)) for told in year() for found in re.findall(r"第 (\d) 天", told.story)]

    assert told_days
    assert all((told.filed_at.date() - told.bought_on).days >= days for told, days in told_days)


def _everything() -> list[tuple[Item, Problem]]:
    words = vocabulary.read()
    return [(item, problem) for item in words.items for problem in words.problems if problem.fits(item)]


def test_working_days_go_forward_and_back_over_a_holiday() -> None:
    thursday, after_the_holiday = date(2026, 9, 30), date(2026, 10, 8)

    assert days.working_days_after(thursday, 1) == after_the_holiday
    assert days.working_days_before(after_the_holiday, 1) == thursday
