"""One body asks another for one thing in a case: who may, who reads what until when, and what waits where."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases import mandates, unmasking
from huaihai.cases.helping import verbs
from huaihai.cases.models import Case, Consent, Help
from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.cases.verbs import care, fulfilment, intake, routing
from huaihai.desk import waiting
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import filestore
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Role
from huaihai.record import clocks, events
from tests import cast as people
from tests.posts import load_alliance, officer_of
from tests.reading import browser, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ASKED, FOUND = "Photograph the meter, and call 13900000009.", "The seal of the meter is broken."
DAY = NOW.date() + timedelta(days=3)


@pytest.fixture
def third(cast: people.Cast) -> Organisation:
    """The city where the goods are."""
    load_alliance()
    return Organisation.objects.cities().exclude(pk__in=(cast.home.pk, cast.lead.pk))[0]


@pytest.fixture
def feng(third: Organisation) -> Actor:
    return officer_of(third.key, Role.OFFICER)


def ask(case: Case, to: Organisation, *, by: Actor, text: str = ASKED, due_on: date = DAY) -> Help:
    return verbs.ask(case, to=to, text=text, due_on=due_on, by=by, at=NOW)


def reader(actor: Actor) -> Client:
    return browser(Account.objects.get(pk=actor.account_id or ""))


def page_of(row: Help) -> str:
    return reverse("desk-help", args=[row.pk])


def waits(actor: Actor, *, days: int = 0) -> dict[str, waiting.Waiting]:
    lists = waiting.of(actor, NOW + timedelta(days=days))
    return {one.key: one for one in [*lists.to_do, *lists.others] if one.key.startswith("case-help:")}


def test_the_case_stays_with_the_body_that_asks_and_its_clocks_run_on(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    case = people.taken(cast)
    before = {name: clock.due_on for name, clock in clocks.running(case.record_key).items()}

    row = ask(case, third, by=cast.zhao)
    verbs.answer(row, text=FOUND, by=feng, at=NOW)

    held = fresh(case)
    assert (held.stage, held.responsible, held.lead) == ("deciding", cast.lead, cast.lead)
    assert {name: clock.due_on for name, clock in clocks.running(case.record_key).items()} == before
    assert fresh(row).state == Help.State.GIVEN
    assert events.broken_at(case.record_key) is None


def test_who_may_be_asked_and_by_whom(cast: people.Cast, third: Organisation) -> None:
    case = people.taken(cast)
    for to in (cast.lead, Organisation.objects.get(kind=Organisation.Kind.ALLIANCE)):
        with pytest.raises(Unfit):
            ask(case, to, by=cast.zhao)
    with pytest.raises(Unfit):
        ask(case, third, by=cast.zhao, text=" ")
    with pytest.raises(Unfit):
        ask(case, third, by=cast.zhao, due_on=NOW.date() - timedelta(days=1))
    with pytest.raises(NotAllowed):  # the home body sees the case and does not have it
        ask(case, third, by=cast.wang)

    ask(case, third, by=cast.zhao)
    ask(case, cast.home, by=cast.zhao)
    with pytest.raises(Unfit):  # one request at a time
        ask(case, third, by=cast.zhao)


def test_another_city_is_asked_with_the_consumers_consent_only(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    case = people.taken(cast)
    row = ask(case, third, by=cast.zhao)
    own = ask(case, cast.home, by=cast.zhao)

    intake.change(case, purposes=[Consent.Purpose.BUSINESS], by=people.li(case), at=NOW)

    assert (fresh(row).state, fresh(own).state) == (Help.State.OVER, Help.State.OPEN)
    with pytest.raises(NotPossible):
        verbs.answer(row, text=FOUND, by=feng, at=NOW)
    with pytest.raises(Unfit):
        ask(fresh(case), third, by=cast.zhao)
    ask(fresh(case), cast.county, by=cast.zhao)  # of the own city


def without_sharing(case: Case) -> None:
    intake.change(case, purposes=[Consent.Purpose.BUSINESS], by=people.li(case), at=NOW)


def test_who_was_asked_by_the_other_city_reads_no_more_once_the_case_goes_home(
    cast: people.Cast, client: Client
) -> None:
    called_back = people.forwarded(cast)
    row = ask(called_back, cast.county, by=cast.zhao)
    without_sharing(called_back)
    assert (fresh(called_back).stage, fresh(row).state) == ("received", Help.State.OVER)
    people.sign_in(client, cast.accounts["qian"])
    assert called_back.story not in client.get(page_of(row)).text

    sent_back = people.taken(cast)
    row = ask(sent_back, cast.county, by=cast.zhao)
    without_sharing(sent_back)
    assert fresh(row).is_open  # of the city that has the case
    routing.send_back(sent_back, text="Not ours.", by=cast.zhao, at=NOW)
    assert fresh(row).state == Help.State.OVER


def test_a_body_below_another_city_is_asked_with_the_consent_and_answered_from_above(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    case = people.taken(cast)
    below = Organisation.objects.within(third).exclude(pk=third.pk)[0]
    verbs.answer(ask(case, below, by=cast.zhao), text=FOUND, by=feng, at=NOW)
    without_sharing(case)
    with pytest.raises(Unfit):
        ask(fresh(case), below, by=cast.zhao)


def test_only_bodies_where_somebody_would_read_it_are_offered(cast: people.Cast, zhao: Client) -> None:
    case = people.taken(cast)

    def offered() -> set[str]:
        groups = zhao.get(step_url(case, "request-for-help")).context["form"].fields["to"].choices
        return {key for _label, group in groups if isinstance(group, list) for key, _name in group}

    empty = (
        Organisation.objects.within(cast.county.city or cast.lead)
        .filter(kind="county")
        .exclude(pk=cast.county.pk)
    )
    assert cast.county.key in offered()
    assert not {one.key for one in empty} & offered()
    Organisation.objects.filter(pk=cast.county.pk).update(closed_on=NOW.date())
    assert cast.county.key not in offered()


def test_an_answer_stops_nobody_who_is_writing(cast: people.Cast, third: Organisation, feng: Actor) -> None:
    case = people.taken(cast)
    rows = [ask(case, to, by=cast.zhao) for to in (third, cast.home)]
    seen = fresh(case).version
    verbs.answer(rows[0], text=FOUND, by=feng, at=NOW)
    verbs.decline(rows[1], text="The shop has moved.", by=cast.wang, at=NOW)
    care.note_call(case, with_whom="consumer", text="Told her.", by=cast.zhao, at=NOW, seen=seen)


def test_only_the_body_that_was_asked_answers_and_once(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    case = people.taken(cast)
    row = ask(case, third, by=cast.zhao)
    for other in (cast.wang, cast.zhao, cast.qian):
        with pytest.raises(NotAllowed):
            verbs.answer(row, text=FOUND, by=other, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.answer(row, text=FOUND, by=people.li(case), at=NOW)
    with pytest.raises(Unfit):
        verbs.decline(row, text=" ", by=feng, at=NOW)

    verbs.decline(row, text="The shop has moved.", by=feng, at=NOW)

    with pytest.raises(NotPossible):
        verbs.answer(row, text=FOUND, by=feng, at=NOW)
    assert fresh(row).state == Help.State.DECLINED


def test_it_ends_with_the_case_and_when_the_case_comes_to_that_very_body(cast: people.Cast) -> None:
    ended = people.taken(cast)
    row = ask(ended, cast.home, by=cast.zhao)
    fulfilment.withdraw(ended, by=people.li(ended), at=NOW)
    assert fresh(row).state == Help.State.OVER

    back = people.taken(cast)
    row, stays = ask(back, cast.home, by=cast.zhao), ask(back, cast.county, by=cast.zhao)
    routing.send_back(back, text="Not ours.", by=cast.zhao, at=NOW)
    assert (fresh(row).state, fresh(stays).state) == (Help.State.OVER, Help.State.OPEN)


def test_a_request_is_made_and_taken_back_at_the_desk(cast: people.Cast, zhao: Client) -> None:
    case = people.taken(cast)
    page = zhao.get(step_url(case, "request-for-help"))
    assert page.context["form"]["to"].value() == cast.home.key
    assert step_url(case, "request-taken-back") not in zhao.get(case_url(case)).text

    sent = do(zhao, case, "request-for-help", to=cast.home.key, text=ASKED, due_on=DAY.isoformat())
    assert sent.status_code == 302
    shown = zhao.get(case_url(case)).text
    assert "Photograph the meter" in shown
    assert "13900000009" not in shown

    row = case.helps.get()
    assert do(zhao, case, "request-taken-back", row=str(row.pk)).status_code == 302
    assert fresh(row).state == Help.State.TAKEN_BACK


def test_who_was_asked_reads_the_case_until_the_answer_and_the_answer_afterwards(
    cast: people.Cast, third: Organisation, feng: Actor, zhao: Client
) -> None:
    case = people.taken(cast)
    care.note(case, text="He sounds drunk.", by=cast.zhao, at=NOW)
    row, helper = ask(case, third, by=cast.zhao), reader(feng)
    assert helper.get(case_url(case)).status_code == 404

    shown = helper.get(page_of(row)).text
    assert case.story in shown
    for hidden in (people.PHONE, case.complainant.name, "He sounds drunk.", "13900000009"):
        assert hidden not in shown

    typed = {"result": "done", "text": FOUND}
    photo = SimpleUploadedFile("meter.txt", b"a broken seal", "text/plain")
    assert helper.post(page_of(row), typed | {"uploads": photo}).status_code == 302
    made = case.evidence.get(party="body")
    after = helper.get(page_of(row)).text
    assert FOUND in after
    assert case.story not in after
    assert helper.get(reverse("desk-help-evidence", args=[row.pk, made.pk])).status_code == 404

    late = helper.post(page_of(row), typed | {"text": "One more thing."})
    assert late.status_code == 409
    assert "One more thing." in late.text
    on_case = zhao.get(case_url(case)).text
    assert FOUND in on_case
    assert "meter.txt" in on_case


def test_the_page_shows_no_name_and_no_message_and_no_power_of_attorney(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    case, mother = people.filed(story="我妈张桂兰买的水壶漏电。").case, "张桂兰"
    care.set_contact(case, name="李小梅", phone=people.PHONE, acts_for=mother)
    Case.objects.filter(pk=case.pk).update(title="张桂兰的水壶")
    case.refresh_from_db()
    routing.forward(case, to=cast.lead, assessment="Fine.", by=cast.wang, at=NOW)
    routing.take(case, by=cast.zhao, at=NOW)
    routing.ask_supplement(case, text="李小梅请补发票。", by=cast.zhao, at=NOW)
    intake.supplement(case, text="发票给了，李小梅。", by=people.li(case), at=NOW)
    care.write(case, text="我想快点办好。", by=people.li(case), at=NOW)
    files = [
        (filestore.store(SimpleUploadedFile("1.txt", mother.encode(), "text/plain")), "1.txt"),
    ]
    care.note_mandate(case, way="paper", text="她当面签的。", files=files, by=cast.zhao, at=NOW)
    photo = filestore.store(SimpleUploadedFile("2.txt", b"a photo", "text/plain"))
    care.add_evidence(case, file=photo, name="李小梅的发票.txt", party="consumer", by=cast.zhao, at=NOW)

    row, helper = ask(fresh(case), third, by=cast.zhao, text="去看看张桂兰的水壶。"), reader(feng)
    shown = helper.get(page_of(row)).text

    assert "买的水壶漏电" in shown
    assert "请补发票" in shown
    assert "的发票.txt" in shown
    for hidden in (mother, "李小梅", "我想快点办好", "她当面签的", mandates.paper_name()):
        assert hidden not in shown
    paper = next(file for file in case.evidence.all() if file.name.startswith(mandates.paper_name()))
    assert helper.get(reverse("desk-help-evidence", args=[row.pk, paper.pk])).status_code == 404


def test_a_file_of_the_case_opens_behind_the_request_alone(
    cast: people.Cast, third: Organisation, feng: Actor, zhao: Client
) -> None:
    case = people.taken(cast)
    proof = SimpleUploadedFile("proof.txt", b"a receipt", "text/plain")
    assert do(zhao, case, "evidence", uploads=proof, party="consumer").status_code == 302
    row, file = ask(fresh(case), third, by=cast.zhao), case.evidence.get()
    of_another = people.taken(cast)
    elsewhere = ask(of_another, third, by=cast.zhao)
    helper = reader(feng)

    assert helper.get(reverse("desk-help-evidence", args=[row.pk, file.pk])).status_code == 200
    assert helper.get(reverse("desk-help-evidence", args=[elsewhere.pk, file.pk])).status_code == 404
    assert helper.get(reverse("desk-evidence", args=[case.pk, file.pk])).status_code == 404


@pytest.mark.parametrize("who", ["wang", "zhao", "qian", "other", "sun", "nobody"])
def test_nobody_else_opens_the_request(
    cast: people.Cast, third: Organisation, client: Client, who: str
) -> None:
    row = ask(people.taken(cast), third, by=cast.zhao)
    if who == "other":
        fourth = Organisation.objects.cities().exclude(pk__in=(cast.home.pk, cast.lead.pk, third.pk))[0]
        client = reader(officer_of(fourth.key, Role.OFFICER))
    elif who != "nobody":
        people.sign_in(client, cast.accounts[who])
    for answer in (client.get(page_of(row)), client.post(page_of(row), {"result": "done", "text": FOUND})):
        assert answer.status_code in (403, 404) or "next=" in answer.headers["Location"]  # to sign in
        assert ASKED[:20] not in answer.text
    assert fresh(row).is_open


def test_no_answer_without_words_and_no_file_without_a_deed(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    row, helper = ask(people.taken(cast), third, by=cast.zhao), reader(feng)
    photo = SimpleUploadedFile("meter.txt", b"a broken seal", "text/plain")
    for typed in (
        {"result": "done", "text": " "},
        {"text": FOUND},
        {"result": "cannot", "text": "Closed.", "uploads": photo},
    ):
        assert helper.post(page_of(row), typed).status_code == 200
    assert fresh(row).is_open


def test_it_waits_with_whoever_has_the_word(cast: people.Cast, third: Organisation, feng: Actor) -> None:
    case = people.taken(cast)
    row = ask(case, third, by=cast.zhao)
    key = f"case-help:{row.pk}"

    assert waits(feng)[key].on == DAY
    assert waits(cast.zhao) == {}
    assert set(waits(cast.zhao, days=4)) == {f"{key}:late"}

    verbs.answer(row, text=FOUND, by=feng, at=NOW + timedelta(hours=1))
    assert waits(feng) == {}
    assert set(waits(cast.zhao, days=1)) == {f"{key}:given"}

    care.note(case, text="Read it.", by=cast.zhao, at=NOW + timedelta(hours=2))
    assert waits(cast.zhao, days=1) == {}


def test_an_answer_waits_until_the_asking_body_itself_goes_on(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    case = people.taken(cast)
    first, second = ask(case, third, by=cast.zhao), ask(case, cast.home, by=cast.zhao)
    hours = [NOW + timedelta(hours=n) for n in range(1, 6)]
    verbs.answer(first, text=FOUND, by=feng, at=hours[0])
    verbs.decline(second, text="The shop has moved.", by=cast.wang, at=hours[1])
    care.note(case, text="Seen from home.", by=cast.wang, at=hours[2])
    unmasking.unmask(case, text="To call her.", by=cast.zhao, at=hours[3])
    both = {f"case-help:{first.pk}:given", f"case-help:{second.pk}:declined"}
    assert set(waits(cast.zhao, days=1)) == both

    care.note(case, text="Read both.", by=cast.zhao, at=hours[4])
    assert waits(cast.zhao, days=1) == {}


def test_the_consumer_reads_who_helps_and_nobody_elses_words(
    cast: people.Cast, third: Organisation, feng: Actor, client: Client
) -> None:
    receipt = people.filed()
    case = receipt.case
    routing.forward(case, to=cast.lead, assessment="Fine.", by=cast.wang, at=NOW)
    routing.take(case, by=cast.zhao, at=NOW)
    verbs.answer(ask(case, third, by=cast.zhao), text=FOUND, by=feng, at=NOW)

    client.post(reverse("track"), {"number": receipt.number, "code": receipt.code})
    shown = client.get(reverse("my-case", args=[case.pk])).text
    assert cast.lead.name in shown
    assert third.name in shown
    assert "Photograph" not in shown
    assert FOUND not in shown
