"""What goes on elsewhere, beside the stages: the court, an arbitration, a suit; and a business that is gone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import case_facts, gone, proceedings
from huaihai.cases.gone import Check
from huaihai.cases.handling import verbs as handling
from huaihai.cases.models import Case
from huaihai.cases.proceedings import ARBITRATION, COURT, SUIT, Proceeding
from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.cases.verbs import erasing, falling_due, fulfilment, mediation, negotiation, proceeding
from huaihai.cases.verbs.fulfilment import Word
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.law import grounds, pointers
from huaihai.members.models import Role
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.posts import officer_of
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = NOW.date()
END = grounds.for_association(grounds.Purpose.END_MEDIATION)[0].code


def agreed(cast: people.Cast) -> Case:
    case = people.mediating(cast)
    terms: dict[str, Any] = {"terms": "Refund.", "sum_fen": 26_800, "perform_by_on": date(2027, 1, 20)}
    mediation.agree(case, **terms, by=cast.zhao, at=NOW)
    return case


def note(
    case: Case,
    state: str,
    *,
    by: Any,
    days: int = 0,
    place: str = "Xuzhou court",
    kind: Proceeding = COURT,
    **more: Any,
) -> None:
    at = NOW + timedelta(days=days)
    proceeding.note(case, kind=kind, state=state, on=at.date(), place=place, **more, by=by, at=at)


def test_what_the_court_did_is_written_down_in_its_order(cast: people.Cast) -> None:
    case = agreed(cast)
    with pytest.raises(Unfit):
        note(case, proceedings.CONFIRMED, by=cast.zhao)
    with pytest.raises(Unfit):
        note(case, proceedings.APPLIED, by=cast.zhao, place=" ")

    note(case, proceedings.APPLIED, by=cast.zhao, days=3)
    with pytest.raises(Unfit):
        proceeding.note(
            case, kind=COURT, state=proceedings.CONFIRMED, on=TODAY, by=cast.zhao, at=NOW + timedelta(days=9)
        )
    note(case, proceedings.CONFIRMED, by=cast.zhao, days=20, place="")

    held = proceedings.of(events.history(case.record_key))
    assert held == proceedings.Standing(
        COURT, proceedings.CONFIRMED, TODAY + timedelta(days=20), "Xuzhou court"
    )
    assert COURT.next_states(held) == ()
    assert fresh(case).stage == "fulfilling"


def test_the_court_is_asked_within_thirty_days_of_a_mediation_agreement_only(cast: people.Cast) -> None:
    late = agreed(cast)
    with pytest.raises(Unfit):
        note(late, proceedings.APPLIED, by=cast.zhao, days=31)
    note(late, proceedings.APPLIED, by=cast.zhao, days=30)

    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=NOW)
    with pytest.raises(Unfit):
        note(case, proceedings.APPLIED, by=cast.zhao)


@pytest.mark.parametrize("is_asked", [True, False])
def test_nobody_is_reminded_of_the_court_once_it_was_asked(cast: people.Cast, *, is_asked: bool) -> None:
    case = agreed(cast)
    if is_asked:
        note(case, proceedings.APPLIED, by=cast.zhao, days=1)
    for act in list(falling_due.reminders(NOW + timedelta(days=25))):
        act()
    sent = OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains="court_near")
    assert sent.exists() is not is_asked


def test_a_breach_points_to_enforcement_where_confirmed_and_to_a_suit_where_not(
    cast: people.Cast, zhao: Client, client: Client
) -> None:
    case = agreed(cast)
    page = zhao.get(case_url(case)).text
    assert step_url(case, "court-confirmation") in page
    fulfilment.report_breach(case, text="Nothing came.", by=cast.zhao, at=NOW)
    assert pointers.SUE.zh in zhao.get(case_url(case)).text

    applied = {"state": proceedings.APPLIED, "on": TODAY.isoformat(), "place": "Xuzhou court", "text": ""}
    assert do(zhao, case, "court-confirmation", **applied).status_code == 302
    confirmed = {"state": proceedings.CONFIRMED, "on": TODAY.isoformat(), "text": "No. 12."}
    assert do(zhao, case, "court-confirmation", **confirmed).status_code == 302

    for reader, url in ((zhao, case_url(case)), (browser_of(cast), reverse("business-case", args=[case.pk]))):
        shown = reader.get(url).text
        assert pointers.ENFORCE.zh in shown
        assert "Xuzhou court" in shown


def test_an_arbitration_stands_on_what_was_agreed_and_is_read_by_both(
    cast: people.Cast, zhao: Client
) -> None:
    case = agreed(cast)
    about: dict[str, Any] = {"kind": ARBITRATION, "by": cast.zhao}
    with pytest.raises(Unfit):
        note(case, proceedings.APPLIED, **about)
    with pytest.raises(Unfit):
        note(case, proceedings.APPLIED, basis="rumour", **about)
    note(case, proceedings.APPLIED, basis="contract", place="Xuzhou commission", **about)
    with pytest.raises(Unfit):
        note(case, proceedings.CONFIRMED, **about)  # no state of an arbitration
    note(case, proceedings.AWARDED, days=20, place="", **about)

    for reader, url in ((zhao, case_url(case)), (browser_of(cast), reverse("business-case", args=[case.pk]))):
        shown = reader.get(url)
        assert [one.words for one in shown.context["proceedings"]] != []
        assert "Xuzhou commission" in shown.text
    assert fresh(case).stage == "fulfilling"
    assert proceedings.of(events.history(case.record_key)) is None  # of the court nothing is known


def test_a_supported_suit_is_read_by_its_consumer_and_not_by_the_business(
    cast: people.Cast, zhao: Client
) -> None:
    case = people.mediating(cast)
    mediation.terminate(case, ground=END, text="No agreement.", by=cast.zhao, at=NOW)
    page = zhao.get(step_url(case, "supported-suit"))
    assert reverse("case-package", args=[case.pk]) in page.text

    typed = {"state": proceedings.SUPPORTED, "on": TODAY.isoformat(), "place": "Xuzhou court", "text": ""}
    assert do(zhao, case, "supported-suit", **typed).status_code == 302

    history = events.all_of(case.record_key)
    beside = {
        who: proceedings.beside(fresh(case), None, history, audience=who, today=TODAY)
        for who in ("consumer", "body", "business")
    }
    assert beside["business"] == []
    assert beside["consumer"] == beside["body"]
    assert beside["consumer"][0].what_next == pointers.SUPPORT.zh
    assert "Xuzhou court" not in browser_of(cast).get(reverse("business-case", args=[case.pk])).text
    line = history[-1]
    assert "Xuzhou court" not in str(line.facts)  # these are public
    assert line.text == "Xuzhou court"
    assert case_facts.outside_words(line.verb, line.facts, today=TODAY)
    assert case_facts.outside_words("note", {}, today=TODAY) == ""


def test_where_another_way_was_taken_nobody_points_to_a_suit(cast: people.Cast) -> None:
    case = agreed(cast)
    fulfilment.report_breach(case, text="Nothing came.", by=cast.zhao, at=NOW)

    def pointed() -> list[str]:
        case.refresh_from_db()
        shown = proceedings.beside(
            case, case.agreement, events.all_of(case.record_key), audience="consumer", today=TODAY
        )
        return [one.what_next for one in shown]

    assert pointed() == [pointers.SUE.zh]
    note(case, proceedings.APPLIED, kind=ARBITRATION, basis="agreement", by=cast.zhao)
    assert pointed() == [""]


def test_what_came_to_nothing_leaves_the_pointer_to_a_suit(cast: people.Cast) -> None:
    case = agreed(cast)
    fulfilment.report_breach(case, text="Nothing came.", by=cast.zhao, at=NOW)
    note(case, proceedings.APPLIED, kind=ARBITRATION, basis="undenied", by=cast.zhao)
    note(case, proceedings.REFUSED, kind=ARBITRATION, by=cast.zhao)
    case.refresh_from_db()
    history = events.all_of(case.record_key)
    shown = proceedings.beside(case, case.agreement, history, audience="consumer", today=TODAY)
    assert pointers.SUE.zh in [one.what_next for one in shown]


def test_an_older_event_names_its_court_in_the_open_and_is_read_everywhere(
    cast: people.Cast, zhao: Client
) -> None:
    case = agreed(cast)
    for fact in ("court", "place"):
        facts = {"state": proceedings.APPLIED, "on": TODAY.isoformat(), fact: "Suiyang court"}
        events.write(subject=case.record_key, verb=COURT.verb, by=cast.zhao.key, at=NOW, facts=facts)
        history = events.all_of(case.record_key)
        held = proceedings.of(history)
        assert held is not None
        assert held.place == "Suiyang court"
        assert "Suiyang court" in case_facts.outside_words(COURT.verb, history[-1].facts, today=TODAY)
        assert "Suiyang court" in zhao.get(case_url(case)).text
    for act in list(falling_due.reminders(NOW + timedelta(days=25))):
        act()


def test_an_agreement_is_no_ground_of_arbitration_where_there_is_none(
    cast: people.Cast, zhao: Client
) -> None:
    case = people.mediating(cast)
    mediation.terminate(case, ground=END, text="No agreement.", by=cast.zhao, at=NOW)
    choices = dict(zhao.get(step_url(case, "arbitration")).context["form"].fields["basis"].choices)
    assert set(choices) == {"contract", "later", "undenied"}
    with pytest.raises(Unfit):
        note(case, proceedings.APPLIED, kind=ARBITRATION, basis="agreement", by=cast.zhao)


@pytest.mark.parametrize("is_done", [True, False])
def test_nothing_is_begun_elsewhere_for_what_was_confirmed_as_done(
    cast: people.Cast, zhao: Client, *, is_done: bool
) -> None:
    case = agreed(cast)
    note(case, proceedings.APPLIED, by=cast.zhao)
    if is_done:
        fulfilment.confirm(case, word=Word("consumer", TODAY, "phone"), by=cast.zhao, at=NOW)
    else:
        late = NOW + timedelta(days=120)
        fulfilment.close_unconfirmed(case, text="Nobody answers.", by=cast.zhao, at=late)
    page = zhao.get(case_url(case)).text
    assert step_url(case, "court-confirmation") in page  # its outcome can be written down
    for begun in ("arbitration", "supported-suit"):
        assert (step_url(case, begun) in page) is not is_done


def test_the_file_stays_while_a_suit_goes_on_and_nothing_is_noted_in_an_erased_one(
    cast: people.Cast, zhao: Client
) -> None:
    case = people.mediating(cast)
    mediation.terminate(case, ground=END, text="No agreement.", by=cast.zhao, at=NOW)
    late = TODAY + timedelta(days=36_500)
    note(case, proceedings.SUPPORTED, kind=SUIT, by=cast.zhao)
    assert erasing.erasable(fresh(case), today=late).holds != ()
    assert erasing.erasable(fresh(case), today=late).parts == frozenset()
    note(case, proceedings.WITHDRAWN, kind=SUIT, by=cast.zhao)
    assert erasing.WHOLE in erasing.erasable(fresh(case), today=late).parts

    Case.objects.filter(pk=case.pk).update(receipt_hash="")
    assert step_url(case, "supported-suit") not in zhao.get(case_url(case)).text
    with pytest.raises(NotPossible):
        note(fresh(case), proceedings.SUPPORTED, kind=SUIT, by=cast.zhao)


def test_what_the_court_did_can_be_written_down_after_the_complaint_was_withdrawn(cast: people.Cast) -> None:
    case = agreed(cast)
    note(case, proceedings.APPLIED, by=cast.zhao)
    fulfilment.withdraw(case, by=people.li(case), at=NOW)
    note(case, proceedings.WITHDRAWN, by=cast.zhao)
    assert proceedings.hold(fresh(case)) == ""


def browser_of(cast: people.Cast) -> Client:
    client = Client()
    people.sign_in(client, cast.accounts["sun"])
    return client


def test_who_withdrew_does_not_go_on_with_the_mediation(cast: people.Cast) -> None:
    case = people.mediating(cast)
    mediation.pause(case, reason="recusal", by=cast.zhao, at=NOW)
    with pytest.raises(Unfit):
        mediation.resume(case, by=cast.zhao, at=NOW)

    other = officer_of(cast.lead.key, Role.MEDIATOR)
    with pytest.raises(Unfit):  # it is still in the hands of the one who withdrew
        mediation.resume(case, by=other, at=NOW)
    handling.take_on(case, by=other, at=NOW)
    mediation.resume(case, by=other, at=NOW)

    assert fresh(case).stage == "mediating"


def test_a_business_is_gone_after_two_checks_with_their_days(cast: people.Cast, zhao: Client) -> None:
    case = people.negotiating(cast)
    one = Check("address", TODAY, "Shutters down.")
    for checks in ([], [one], [one, one], [one, Check("phone", TODAY, " ")]):
        with pytest.raises(Unfit):
            negotiation.lose_business(case, checks=checks, by=cast.zhao, at=NOW)
    late = Check("phone", TODAY + timedelta(days=1), "Dead.")
    with pytest.raises(Unfit):
        negotiation.lose_business(case, checks=[one, late], by=cast.zhao, at=NOW)
    half = do(zhao, case, "lost-business", address="Shutters down.", address_on=TODAY.isoformat())
    assert (half.status_code, fresh(case).stage) == (200, "negotiating")
    assert "Shutters down." in half.text

    negotiation.lose_business(
        case, checks=[one, Check("register", TODAY, "Listed as abnormal.")], by=cast.zhao, at=NOW
    )

    last = events.history(case.record_key).get(verb="lose_business")
    assert last.facts["checks"] == {"address": "2026-11-24", "register": "2026-11-24"}
    assert "Shutters down." in last.text
    shown = gone.of(events.all_of(case.record_key), today=TODAY)
    assert shown is not None
    assert len(shown.checked) == 2
    assert [words for words, _article in shown.ways] == [one.zh for one in pointers.GONE]


def test_every_ground_to_decline_says_what_to_do_then() -> None:
    declines = grounds.for_association(grounds.Purpose.DECLINE)
    assert len(declines) == 9 + 7
    assert all(ground.advice_zh and ground.advice_en for ground in declines)
