"""Cities judge an alarm; it opens drafts with the facts filled in; only those whom it concerns may."""

from datetime import date
from typing import Any

import pytest

from huaihai.cases.models import Case
from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.education.models import Publication
from huaihai.insight.alarms import facts, figures, keys
from huaihai.insight.alarms import verbs as alarms_verbs
from huaihai.insight.alarms.life import ALARM, STAGES, VERB_OF
from huaihai.insight.alarms.tests.scene import (
    DAY,
    NIGHT,
    SHANGQIU,
    SUQIAN,
    SUZHOU,
    XUZHOU,
    YESTERDAY,
    an_alarm,
    judge,
    night,
    officer,
    received,
    said,
)
from huaihai.insight.models import Alarm, AlarmText, Verdict
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import PROGRAM

TODAY = date(2026, 11, 26)


class TestLife:
    def test_every_verb_leads_to_a_known_stage_and_every_verdict_has_its_verb(self) -> None:
        assert set(VERB_OF) == set(Verdict.Kind.values)
        assert {after for moves in ALARM.verbs.values() for after in moves.values()} <= set(STAGES)
        for verb in VERB_OF.values():
            assert all(ALARM.can(verb, stage) for stage in STAGES)
        assert [stage for stage in STAGES if ALARM.can("end watch", stage)] == ["watched"]


@pytest.mark.usefixtures("alliance")
class TestVisibility:
    def test_staff_see_what_concerns_their_city_the_secretariat_all_and_others_none(self) -> None:
        here, both = said("pair:G01:N07", "321300"), said("pair:G02:N07", "341302", "321300")
        night(here, both)
        seen = {
            key: Alarm.objects.visible_to(officer(key)).count()
            for key in (SUQIAN, "county:321322", SUZHOU, SHANGQIU)
        }
        assert seen == {SUQIAN: 2, "county:321322": 2, SUZHOU: 1, SHANGQIU: 0}
        assert Alarm.objects.visible_to(officer(XUZHOU, Role.HEAD)).count() == 2
        assert Alarm.objects.visible_to(officer("alliance", Role.AUDITOR)).count() == 2

        assert not Alarm.objects.visible_to(officer(SUQIAN, Role.SYSTEM_ADMIN)).exists()
        assert not Alarm.objects.visible_to(Actor.public()).exists()

    def test_of_its_cases_each_city_lists_its_own(self) -> None:
        received(SUQIAN, "G01", 2, 3)
        received("county:341302", "G01", 4)
        received(SUQIAN, "G02", 2)  # another trade
        received(SUQIAN, "G01", 60)  # before it began
        alarm, known = an_alarm("321300", "341302"), keys.load()

        (lives_there,) = received(SUQIAN, "G01", 2, consumer_at="321324")
        (elsewhere,) = received("county:321322", "G01", 2, consumer_at="320302")
        all_of_suqian = [code for code in known.by_code if code.startswith("3213")]
        in_two = known.cases(["321322", "321324"])
        assert {lives_there} == set(Case.objects.filter(in_two))
        assert elsewhere in set(Case.objects.filter(known.cases(["321300"])))  # counted for the city alone
        assert Case.objects.filter(known.cases(all_of_suqian)).count() == 6

        assert facts.listed(alarm, known, officer(SUQIAN)).count() == 3
        assert facts.listed(alarm, known, officer(SUZHOU)).count() == 1
        assert facts.listed(alarm, known, officer(SHANGQIU)).count() == 0
        assert facts.listed(alarm, known, PROGRAM).count() == 4


@pytest.mark.usefixtures("alliance")
class TestJudging:
    def test_a_city_judges_and_may_judge_again(self, alarm: Alarm) -> None:
        judge(alarm, reason="同一家门店收钱不发货")
        assert alarm.stage == "real"

        judge(alarm, "explained", why="campaign", reason="周末有维权活动", at=NIGHT + DAY)

        assert (alarm.stage, alarm.version) == ("explained", 3)
        assert [row.kind for row in alarm.verdicts.all()] == ["real", "explained"]
        assert [row.kind for row in alarms_verbs.standing_verdicts(alarm.verdicts.all())] == ["explained"]
        verbs = [event.verb for event in events.history(alarm.record_key)]
        assert verbs == ["alarm_raised", "alarm_judged", "alarm_judged"]

    def test_what_one_city_found_real_stays_real(self) -> None:
        alarm = an_alarm("321300", "341302")
        judge(alarm)
        judge(alarm, "false", by=officer(SUZHOU))
        assert alarm.stage == "real"

    def test_what_is_watched_asks_again_on_its_day(self) -> None:
        alarm, until = an_alarm(), TODAY + 5 * DAY
        judge(alarm, "watch", watch_until=until)
        night(day=until - DAY)
        alarm.refresh_from_db()
        assert alarm.stage == "watched"

        night(day=until)

        alarm.refresh_from_db()
        assert (alarm.stage, alarm.watched_until) == ("new", None)

    @pytest.mark.parametrize(
        ("field", "given"),
        [
            ("kind", {"kind": "nonsense"}),
            ("reason", {"reason": " \n"}),
            ("why", {"kind": "explained"}),
            ("watch_until", {"kind": "watch"}),
            ("watch_until", {"kind": "watch", "watch_until": TODAY}),
            ("watch_until", {"kind": "watch", "watch_until": date(2030, 1, 1)}),
        ],
    )
    def test_what_does_not_fit_is_refused(self, alarm: Alarm, field: str, given: dict[str, Any]) -> None:
        with pytest.raises(Unfit) as refused:
            judge(alarm, **given)
        assert refused.value.field == field

    def test_only_a_city_with_complaints_in_it_judges_and_not_an_old_page(self, alarm: Alarm) -> None:
        office = officer(XUZHOU, Role.HEAD)
        for actor in (officer(SHANGQIU), office, officer(SUQIAN, Role.AUDITOR), PROGRAM):
            with pytest.raises(NotAllowed):
                judge(alarm, "false", by=actor)
        assert judge(alarm, "false", seen=1).body.key == SUQIAN
        with pytest.raises(Moved):
            judge(alarm, seen=1)

    def test_where_no_city_is_known_whoever_sees_it_judges(self, alarm: Alarm) -> None:
        alarm.place_rows.all().delete()
        assert judge(alarm, "false", by=officer(XUZHOU, Role.HEAD)).body.key == XUZHOU
        with pytest.raises(NotAllowed):
            judge(alarm, "false", by=officer(SHANGQIU))

    def test_harm_avoided_takes_a_warning_or_a_sweep_of_ours(self, alarm: Alarm) -> None:
        text = alarms_verbs.open_text(alarm, title="当心", kind="warning", by=officer(SUQIAN), at=NIGHT)
        with pytest.raises(Unfit) as refused:
            judge(alarm, harm_fen=100, harm_method="x")
        assert refused.value.field == "harm_fen"
        Publication.objects.filter(pk=text.pk).update(first_out_at=NIGHT)
        assert judge(alarm, harm_fen=100, harm_method="x").harm_fen == 100


@pytest.mark.usefixtures("alliance")
class TestOpening:
    def test_a_draft_warning_of_the_own_body_holds_the_facts_and_one_of_the_office_is_the_alliances(
        self,
    ) -> None:
        alarm, writer = an_alarm("321322", "341302"), officer(SUQIAN)

        text = alarms_verbs.open_text(alarm, title="当心虚假宣传", kind="warning", by=writer, at=NIGHT)

        version = text.newest
        assert (text.kind, text.state, text.publisher) == ("warning", "draft", writer.organisation)
        assert (version.topics, version.cities) == (["G01"], [SUQIAN, SUZHOU])
        assert version.period_from == date(2026, 11, 12)
        assert "沭阳县" in version.places
        assert "埇桥区" in version.places
        assert "9" in version.evidence
        assert "2.1" in version.evidence
        assert alarm.texts.get().publication == text
        assert events.history(alarm.record_key).last().verb == "alarm_text_opened"  # type: ignore[union-attr]
        text = alarms_verbs.open_text(
            alarm, title="当心", kind="tip", by=officer(XUZHOU, Role.HEAD), at=NIGHT
        )
        assert text.publisher is None

    def test_a_text_says_no_number_that_is_too_small_and_names_no_business(self) -> None:
        night(said("business:0198c000-0000-7000-8000-000000000001", observed=4, expected=0.1))
        text = alarms_verbs.open_text(
            Alarm.objects.get(), title="当心", kind="warning", by=officer(SUQIAN), at=NIGHT
        )
        version = text.newest
        assert "4" not in version.evidence.replace("2026 年 11 月 12 日", "")  # no chance
        assert version.topics == []

    def test_a_draft_sweep_has_trade_cities_and_question(self) -> None:
        alarm = an_alarm("321300", "341302")

        project = alarms_verbs.open_sweep(
            alarm, title="家电促销专项", theme="quality", by=officer(SUQIAN), at=NIGHT
        )

        assert (project.kind, project.stage, project.lead.key) == ("sweep", "draft", SUQIAN)  # type: ignore[union-attr]
        assert project.plan["trade"] == "G01"
        asked = project.all_cities.values_list("body__key", "answer")
        assert list(asked) == [(SUQIAN, "agreed"), (SUZHOU, "asked")]
        assert "2026 年 11 月 12 日" in project.question
        assert alarm.sweeps.get().project == project

    def test_whom_it_does_not_concern_opens_nothing_and_a_refused_draft_leaves_nothing(
        self, alarm: Alarm
    ) -> None:
        other = officer(SHANGQIU)
        with pytest.raises(NotAllowed):
            alarms_verbs.open_text(alarm, title="x", kind="warning", by=other, at=NIGHT)
        with pytest.raises(NotAllowed):
            alarms_verbs.open_sweep(alarm, title="x", theme="quality", by=other, at=NIGHT)
        assert not Publication.objects.exists()
        with pytest.raises(Unfit):
            alarms_verbs.open_text(alarm, title=" ", kind="warning", by=officer(SUQIAN), at=NIGHT)
        assert not AlarmText.objects.exists()
        alarm.refresh_from_db()
        assert alarm.version == 1


@pytest.mark.usefixtures("alliance")
class TestFigures:
    def test_precision_is_told_with_its_interval_by_detector(self) -> None:
        night(*(said(f"pair:G0{n}:N07", detector="scan" if n < 5 else "series") for n in range(1, 8)))
        for alarm in Alarm.objects.filter(detector="scan"):
            kind = "false" if alarm.key.startswith("pair:G01") else "real"
            judge(alarm, kind)

        scan, series = figures.precision(TODAY)

        assert (scan.detector, scan.raised, scan.judged, scan.real, scan.share) == ("scan", 4, 4, 3, 0.75)
        assert scan.percents == (75, 30, 95)  # Wilson: 0.3006 to 0.9544
        assert (series.raised, series.judged, series.percents) == (3, 0, None)

    def test_each_fortnight_is_counted_once(self) -> None:
        night(said("pair:G02:N07"), day=YESTERDAY - 14 * DAY)
        night(said("pair:G01:N07"), said("pair:G03:N07"))

        first, second, *rest = figures.by_fortnight(TODAY)

        assert (first.raised, first.new, second.raised) == (2, 2, 1)
        assert (first.since, first.until) == (date(2026, 11, 13), TODAY)
        assert sum(one.raised for one in rest) == 0
