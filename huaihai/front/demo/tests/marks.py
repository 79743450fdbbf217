"""The three hearts in the demo: every mark was given as the criteria of its time say."""

from fractions import Fraction

from huaihai.brands.assessing import points, seats
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.models import AssessmentRound, CriteriaVersion

AGREED = Fraction(2, 3)  # what Krippendorff calls the least for tentative conclusions


class MarksKeepTheirCriteria:
    """Tests of a demo that is loaded."""

    def test_no_mark_contradicts_the_criteria_that_it_was_decided_by(self) -> None:
        granted = AssessmentRound.objects.filter(outcome="admitted").select_related("criteria", "notice")
        assert len(granted) >= 4
        for held in granted:
            snapshot = held.notice.snapshot
            assert snapshot.criteria == held.criteria == held.entry.criteria
            assert assessing_verbs.what_is_missing(held.criteria.content, snapshot.result) == []
            assert assessing_verbs.disagreement(held) == []
            pair = [seat for seat in held.seats.filter(state="done") if not seat.is_third]
            is_third_there = held.seats.filter(is_third=True, state="done").exists()
            assert is_third_there == seats.are_apart(held, pair)

    def test_the_first_criteria_gave_the_marks_and_the_second_count_today(self) -> None:
        first, second = CriteriaVersion.objects.filter(resolution__isnull=False).order_by("number")
        assert "agreement" in first.content["admission"]
        assert "apart" in second.content["admission"]
        numbers = AssessmentRound.objects.values_list("outcome", "criteria__number")
        assert set(numbers) == {("admitted", 1), ("notice", 2), ("", 2)}

    def test_the_year_says_how_far_its_assessors_agreed(self) -> None:
        newest = points.by_year()[0]
        assert newest.alpha is not None
        assert newest.alpha > AGREED
