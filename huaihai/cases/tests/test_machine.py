"""Random walks over real cases: never a stage without exactly one responsible body and a running clock."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huaihai.businesses.register.verbs import Stated
from huaihai.cases import leads, life, turns
from huaihai.cases.consents import may_help
from huaihai.cases.gone import Check
from huaihai.cases.handling import verbs as handling
from huaihai.cases.handling.people import Person, nobodys, people_of
from huaihai.cases.helping import verbs as helping
from huaihai.cases.models import Case
from huaihai.cases.verbs import care, falling_due, fulfilment, intake, mediation, negotiation, routing
from huaihai.cases.verbs.fulfilment import Word
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.law import grounds
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record import clocks, events
from tests import cast as people
from tests.cast import TUESDAY
from tests.effort import examples
from tests.posts import officer_of, post_at

DECLINE = grounds.for_association(grounds.Purpose.DECLINE)[0].code
END = grounds.for_association(grounds.Purpose.END_MEDIATION)[0].code
REASON = "理由"
WHO = ["wang", "zhao", "qian", "sun", "li", "feng"]
WALKED: set[tuple[str, str]] = set()
BESIDE = {  # walked in tests of their own
    *("reopen", "reopen_early", "undo_close", "undo_close_breached"),
    *("plan_session", "move_session", "cancel_session", "urge", "correct", "note", "no_answer"),
    "note_mandate",
}
ANY_VERB = sorted(set(life.VERBS) - {"start", "register", "entrust", "submit"} - BESIDE)


class CaseLife(RuleBasedStateMachine):
    """Anybody tries anything, in any order, and days pass."""

    def __init__(self) -> None:
        super().__init__()
        self.at = TUESDAY

    @initialize()
    def file(self) -> None:
        from django.db import transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast = people.assemble()
        concerned = {self.cast.home.pk, self.cast.lead.pk}
        deciding = next(body for body in Organisation.objects.cities() if body.pk not in concerned)
        self.feng = officer_of(deciding.key, Role.HEAD)
        for where in (self.cast.home, self.cast.lead):
            post_at(where.key, username=f"colleague-{where.region_code}")
        self.case = people.filed().case

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            from django.db import transaction

            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """Somebody who may does something that does not end the case, and now and then another body is asked to help;
        an ended case is followed by a new one."""
        if self.case.is_final:
            self.case = people.filed(self.at).case
        if data.draw(st.integers(0, 3)) == 3:
            answer = data.draw(st.sampled_from(life.HELPS[1:]))
            for verb, who in product(("ask_help", answer), WHO[:3]):
                self.try_verb(verb, who)
        if (says := data.draw(st.integers(0, 5))) > 3:  # whether it is shared with another city
            purposes = ["business", "other_body"][: says - 3]
            intake.change(self.case, purposes=purposes, by=people.li(self.case), at=self.at)
            self.case.refresh_from_db()
        known = self._acts().keys() - set(life.HELPS)
        open_to = sorted(
            (name, who)
            for who in WHO
            for party in parties_of(self._actor(who), self.case)
            for name in (verb.name for verb in life.possible(self.case.stage, party))
            if name in known and not life.STAGES[life.LIFE.after(name, self.case.stage)].is_final
        )
        name, who = data.draw(st.sampled_from(open_to))
        self.try_verb(name, who)

    @rule(verb=st.sampled_from(ANY_VERB), who=st.sampled_from(WHO))
    def try_verb(self, verb: str, who: str) -> None:
        by = self._actor(who)
        before = (self.case.stage, self.case.version)
        act = self._acts().get(verb)
        if act is None:
            return
        try:
            act(by)
        except (NotPossible, NotAllowed, Unfit):
            self.case.refresh_from_db()
            assert (self.case.stage, self.case.version) == before
        else:
            WALKED.add((before[0], verb))

    @rule(days=st.integers(1, 12))
    def let_days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)
        for act in list(falling_due.due_acts(self.at)):
            act()
        self.case.refresh_from_db()

    @invariant()
    def one_body_is_responsible_and_a_clock_runs_or_it_is_final(self) -> None:
        if not hasattr(self, "case"):
            return
        case = Case.objects.select_related("home", "lead", "responsible").get(pk=self.case.pk)
        running = clocks.running(case.record_key)
        stage = case.stage_info
        assert case.responsible is not None
        if stage.is_final:
            assert not running
            assert case.ended_at
            return
        holder = case.home if stage.holder == "home" else case.lead
        assert holder is not None
        assert case.responsible.is_within(holder)
        assert turns.LIVING_CLOCK[stage.name] in running
        assert any(not clock.is_paused for clock in running.values())
        assert {clock.owner for clock in running.values()} == {case.responsible.record_key}
        assert {name for name, clock in running.items() if clock.is_paused} <= set(stage.paused)
        assert events.broken_at(case.record_key) is None
        assert ("silence" in running) == (stage.name == "negotiating" and not self._was_answered(case))
        assert case.offers.filter(state="open").count() <= (stage.name == "negotiating")

    @invariant()
    def whoever_has_it_in_hand_works_in_the_responsible_body(self) -> None:
        if not hasattr(self, "case"):
            return
        case = Case.objects.select_related("responsible").get(pk=self.case.pk)
        held = people_of(case.responsible, on=self.at.date()) if case.responsible else []
        assert case.handler_id is None or case.handler_id in {one.account.pk for one in held}
        is_nobodys = Case.objects.filter(nobodys(on=self.at.date()), pk=case.pk).exists()
        assert is_nobodys == (case.handler_id is None)

    @invariant()
    def it_does_not_go_to_and_fro(self) -> None:
        """One return, one question, one answer, in this order; then it stays where it is."""
        if not hasattr(self, "case"):
            return
        steps = (leads.RETURN, leads.ASK, leads.NAME)
        history = events.history(self.case.record_key).filter(verb__in=steps)
        done = [event.verb for event in history if not event.facts.get("for_consent")]
        assert done == sorted(set(done), key=steps.index)

    @invariant()
    def who_was_asked_for_help_is_another_body_while_the_case_runs(self) -> None:
        if not hasattr(self, "case"):
            return
        case = Case.objects.get(pk=self.case.pk)
        assert case.is_final <= (not case.helps.open())
        assert not case.helps.open().filter(body=case.responsible).exists()
        assert all(may_help(case, one.body) for one in case.helps.open())

    def _somebodys_city(self) -> Organisation:
        return self.cast.lead if self.case.version % 3 else self.cast.home

    def _somebody(self, case: Case) -> Person:
        """Zhao's body and Qian's below it, by turns; or whoever works in the home body."""
        found = people_of(case.responsible or self.cast.home, on=self.at.date(), with_below=True)
        return found[case.version % len(found)]

    def _was_answered(self, case: Case) -> bool:
        history = list(events.history(case.record_key).values_list("verb", flat=True))
        served = len(history) - history[::-1].index("serve")
        return bool({"offer", "reply"} & set(history[served:]))

    def _actor(self, who: str) -> Actor:
        if who == "feng":
            return self.feng
        actor: Actor = people.li(self.case) if who == "li" else getattr(self.cast, who)
        return actor

    def _answers_to_a_request(self) -> dict[str, Callable[[Any], Any]]:
        """What can be tried where another body was asked for help."""
        case, at = self.case, self.at
        row = case.helps.open().order_by("-asked_at", "-pk").first()
        if row is None:
            return {}
        return {
            "give_help": lambda by: helping.answer(row, text=REASON, by=by, at=at),
            "decline_help": lambda by: helping.decline(row, text=REASON, by=by, at=at),
            "take_back_help": lambda by: helping.take_back(case, row=row, by=by, at=at),
        }

    def _acts(self) -> dict[str, Callable[[Any], Any]]:
        case, at, today = self.case, self.at, self.at.date()
        offer = case.offers.order_by("-made_at").first()
        promise = case.promises.order_by("-number").first()
        word = Word("consumer", today, "phone")
        terms: dict[str, Any] = {"sum_fen": 100, "perform_by_on": today + timedelta(days=3)}
        return self._answers_to_a_request() | {
            "ask_supplement": lambda by: routing.ask_supplement(case, text=REASON, by=by, at=at),
            "supplement": lambda by: intake.supplement(case, text=REASON, by=by, at=at),
            "forward": lambda by: routing.forward(case, to=self.cast.lead, assessment=REASON, by=by, at=at),
            "recall": lambda by: routing.recall(case, text=REASON, by=by, at=at),
            "send_back": lambda by: routing.send_back(case, text=REASON, by=by, at=at),
            "ask_secretariat": lambda by: routing.ask_secretariat(
                case, why="conflict" if case.version % 2 else "not_ours", text=REASON, by=by, at=at
            ),
            "name_lead": lambda by: routing.name_lead(
                case, to=self._somebodys_city(), text=REASON, by=by, at=at
            ),
            "take": lambda by: routing.take(case, by=by, at=at),
            "refer_out": lambda by: routing.refer_out(case, to="12315", by=by, at=at),
            "invite": lambda by: negotiation.invite(case, by=by, at=at),
            "call_off": lambda by: negotiation.call_off(case, by=by, at=at),
            "serve": lambda by: negotiation.serve(case, way="call", proof=REASON, by=by, at=at),
            "offer": lambda by: negotiation.offer(
                case,
                remedies=["refund"],
                valid_until_on=today + timedelta(days=2),
                text=REASON,
                monthly_parts=2,
                by=by,
                at=at,
                **terms,
            ),
            "accept": lambda by: (
                negotiation.accept(case, offer=offer, text=REASON, by=by, at=at) if offer else None
            ),
            "counter": lambda by: (
                negotiation.counter(
                    case, offer=offer, remedies=["repair"], text=REASON, by=by, at=at, **terms
                )
                if offer
                else None
            ),
            "reply": lambda by: negotiation.reply(case, until_on=today, needs=["order"], by=by, at=at),
            "supply": lambda by: negotiation.supply(case, text=REASON, by=by, at=at),
            "reject": lambda by: (
                negotiation.reject(case, offer=offer, text=REASON, by=by, at=at) if offer else None
            ),
            "refuse": lambda by: negotiation.refuse(case, text=REASON, by=by, at=at),
            "end_negotiation": lambda by: negotiation.end(case, by=by, at=at),
            "deny": lambda by: negotiation.deny(case, text=REASON, by=by, at=at),
            "correct_business": lambda by: routing.correct_business(
                case, stated=Stated(sign="Shop"), by=by, at=at
            ),
            "lose_business": lambda by: negotiation.lose_business(
                case, checks=[Check(what, today, REASON) for what in ("address", "phone")], by=by, at=at
            ),
            "admit": lambda by: routing.admit(case, by=by, at=at),
            "extend_decision": lambda by: routing.extend_decision(case, text=REASON, by=by, at=at),
            "decline": lambda by: routing.decline(case, ground=DECLINE, text=REASON, by=by, at=at),
            "pause": lambda by: mediation.pause(case, reason="appraisal", by=by, at=at),
            "resume": lambda by: mediation.resume(case, by=by, at=at),
            "hold_session": lambda by: mediation.hold_session(
                case, minutes=REASON, held_on=today, by=by, at=at
            ),
            "extend_mediation": lambda by: mediation.extend(case, text=REASON, by=by, at=at),
            "agree": lambda by: mediation.agree(case, terms=REASON, by=by, at=at, **terms),
            "terminate": lambda by: mediation.terminate(case, ground=END, text=REASON, by=by, at=at),
            "claim_fulfilment": lambda by: fulfilment.claim_fulfilment(case, text=REASON, by=by, at=at),
            "confirm": lambda by: fulfilment.confirm(case, word=word, by=by, at=at),
            "report_breach": lambda by: fulfilment.report_breach(case, text=REASON, by=by, at=at),
            "close_unconfirmed": lambda by: fulfilment.close_unconfirmed(case, text=REASON, by=by, at=at),
            "claim_part": lambda by: (
                fulfilment.claim(promise, text=REASON, by=by, at=at) if promise else None
            ),
            "confirm_part": lambda by: (
                fulfilment.confirm_part(case, promise=promise, word=word, by=by, at=at) if promise else None
            ),
            "breach_part": lambda by: (
                fulfilment.breach_part(case, promise=promise, by=by, at=at) if promise else None
            ),
            "withdraw": lambda by: fulfilment.withdraw(case, by=by, at=at),
            "assign": lambda by: routing.assign(case, to=self.cast.county, by=by, at=at),
            "take_back": lambda by: routing.take_back(case, by=by, at=at),
            "ask_help": lambda by: helping.ask(
                case,
                to=self.cast.home if case.version % 2 else self.cast.county,
                text=REASON,
                due_on=today,
                by=by,
                at=at,
            ),
            "take_on": lambda by: handling.take_on(case, by=by, at=at),
            "pass_on": lambda by: handling.pass_on(case, to=self._somebody(case), text=REASON, by=by, at=at),
            "put_down": lambda by: handling.put_down(case, by=by, at=at),
            "call_back": lambda by: care.note_call(case, with_whom="consumer", text=REASON, by=by, at=at),
        }


@pytest.mark.django_db
def test_no_walk_leaves_a_case_without_owner_or_clock() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # Hypothesis gives it no types
        CaseLife,
        settings=settings(
            max_examples=examples(8, long=60),
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert set(life.HELPS) <= {verb for _stage, verb in WALKED}
    walked = {stage for stage, _verb in WALKED} & set(life.OPEN)
    assert len(walked) > len(life.OPEN) / 2, "the walks must come through most open stages"
