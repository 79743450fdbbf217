"""The officers' desk: the list, the page of a case, and one page for every verb."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.cases import lifecycle
from huaihai.cases.actions import negotiation, routing
from huaihai.cases.desk import verbs
from huaihai.cases.models import Case, Complainant
from huaihai.kit import clock
from huaihai.members.actions.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = people.TUESDAY


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()  # many tests sign in within a minute
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def cast() -> people.Cast:
    return people.assemble()


@pytest.fixture
def wang(client: Client, cast: people.Cast) -> Client:
    people.sign_in(client, cast.accounts["wang"])
    return client


@pytest.fixture
def zhao(cast: people.Cast) -> Client:
    client = Client()
    people.sign_in(client, cast.accounts["zhao"])
    return client


def step_url(case: Case, noun: str) -> str:
    return reverse("desk-step", args=[case.pk, noun])


def case_url(case: Case) -> str:
    return reverse("desk-case", args=[case.pk])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def do(client: Client, case: Case, noun: str, **answers: Any) -> Any:
    """Send the form of a step, with the version that stands now."""
    case.refresh_from_db()
    return client.post(step_url(case, noun), {"seen": case.version, **answers})


def test_the_list_shows_what_is_due_first_with_tag_number_stage_and_sum(wang: Client) -> None:
    late = people.filed(NOW - timedelta(days=30)).case
    fresh = people.filed(NOW).case

    page = text_of(wang.get("/desk/"))

    assert page.index(str(late.number)) < page.index(str(fresh.number))
    assert "268.00" in page
    assert 'class="tag late"' in page


def test_a_visitor_is_asked_to_sign_in_and_a_consumer_sees_no_desk(client: Client) -> None:
    answer = client.get("/desk/")

    assert answer.status_code == 302
    assert "sign-in" in answer.headers["Location"]


def test_the_list_takes_as_many_queries_for_thirty_cases_as_for_one(wang: Client) -> None:
    people.filed(NOW)
    wang.get("/desk/")
    with CaptureQueriesContext(connection) as few:
        wang.get("/desk/")
    for number in range(29):
        people.filed(NOW - timedelta(days=number))
    with CaptureQueriesContext(connection) as many:
        wang.get("/desk/")

    assert len(many) == len(few)


def test_the_filters_are_links_that_narrow_the_list(wang: Client, cast: people.Cast) -> None:
    late = people.filed(NOW - timedelta(days=30)).case
    fresh = people.filed(NOW).case
    away = people.filed(NOW).case
    routing.forward(away, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)

    overdue = text_of(wang.get("/desk/?only=overdue"))
    gone = text_of(wang.get("/desk/?scope=away"))
    by_stage = text_of(wang.get("/desk/?stage=checking"))

    assert str(late.number) in overdue
    assert str(fresh.number) not in overdue
    assert str(away.number) in gone
    assert str(fresh.number) not in gone
    assert str(fresh.number) in by_stage
    assert str(away.number) not in by_stage


def test_a_forwarded_case_says_from_which_city_it_came(zhao: Client, cast: people.Cast) -> None:
    case = people.filed(NOW).case
    routing.forward(case, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)

    page = text_of(zhao.get("/desk/?only=from-elsewhere"))

    assert str(case.number) in page
    assert "徐州" in page


@pytest.mark.parametrize(
    "query", ["NUMBER", "NUMBER_WITHOUT_DASHES", people.PHONE, "138 0000 0001", "Kettle shop", "水壶 漏电"]
)
def test_the_search_finds_by_number_phone_business_and_words(wang: Client, query: str) -> None:
    case = people.filed(NOW).case
    number = str(case.number)
    asked = {"NUMBER": number, "NUMBER_WITHOUT_DASHES": number.replace("-", "")}.get(query, query)

    assert case_url(case) in text_of(wang.get("/desk/", {"q": asked}))


@pytest.mark.parametrize(
    "query", ["13800000002", "nothing of the kind", "%", "_", "\x00", "9" * 500, "' OR 1=1 --", "３２０３"]
)
def test_a_search_for_something_else_finds_nothing_and_breaks_nothing(wang: Client, query: str) -> None:
    case = people.filed(NOW).case
    answer = wang.get("/desk/", {"q": query, "page": "99999999999999999999", "scope": "x", "stage": "\x00"})

    assert answer.status_code == 200
    if query not in ("\x00", "３２０３"):  # nothing asked is the list; full-width digits begin this number
        assert case_url(case) not in text_of(answer)


def test_another_citys_officer_finds_neither_case_nor_page(zhao: Client) -> None:
    case = people.filed(NOW).case

    assert case_url(case) not in text_of(zhao.get("/desk/", {"q": str(case.number)}))
    assert zhao.get(case_url(case)).status_code == 404
    assert zhao.get(step_url(case, "forward")).status_code == 404
    assert do(zhao, case, "forward", to="city:341200", assessment="x").status_code == 404
    assert zhao.get(case_url(Case(pk=uuid4()))).status_code == 404


def test_the_case_page_masks_the_person_until_a_reason_is_given(wang: Client) -> None:
    case = people.filed(NOW, story="请打 13912345678 找我。").case

    before = text_of(wang.get(case_url(case)))
    refused = wang.post(reverse("desk-unmasking", args=[case.pk]), {"text": "  "})
    still = text_of(wang.get(case_url(case)))
    wang.post(reverse("desk-unmasking", args=[case.pk]), {"text": "Call back about the offer"})
    after = text_of(wang.get(case_url(case)))

    assert refused.status_code == 302
    for page in (before, still):
        assert people.PHONE not in page
        assert "Li (test)" not in page
        assert "13912345678" not in page
    assert people.PHONE in after
    assert "Li (test)" in after
    seen = events.history(case.record_key).filter(verb="unmasked")
    assert [event.text for event in seen] == ["Call back about the offer"]


def test_what_was_opened_is_masked_again_after_a_quarter_of_an_hour(
    wang: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = people.filed(NOW).case
    wang.post(reverse("desk-unmasking", args=[case.pk]), {"text": "Call back"})

    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=16))

    assert people.PHONE not in text_of(wang.get(case_url(case)))


def test_both_cities_see_the_case_and_one_is_named_responsible(
    wang: Client, zhao: Client, cast: people.Cast
) -> None:
    case = people.negotiating(cast)

    for client in (wang, zhao):
        page = text_of(client.get(case_url(case)))
        assert cast.home.name in page
        assert cast.lead.name in page
    assert "desk-step" not in text_of(wang.get(case_url(case)))
    assert step_url(case, "offer") in text_of(zhao.get(case_url(case)))
    assert step_url(case, "offer") not in text_of(wang.get(case_url(case)))
    assert step_url(case, "calls") in text_of(wang.get(case_url(case)))


def test_the_page_of_a_case_for_a_shop_elsewhere_leads_to_forwarding(wang: Client) -> None:
    case = people.filed(NOW).case

    page = wang.get(case_url(case))

    assert page.context["first"].verb == "forward"
    form = text_of(wang.get(step_url(case, "forward")))
    assert 'value="city:411400" selected' in form


def test_the_whole_way_from_check_to_confirmation_runs_through_the_pages(
    wang: Client, zhao: Client, cast: people.Cast
) -> None:
    case = people.filed(NOW).case
    in_a_week = (NOW.date() + timedelta(days=7)).isoformat()
    steps: list[tuple[Client, str, dict[str, Any], str]] = [
        (wang, "supplement-request", {"text": "Please send the receipt."}, "supplementing"),
        (wang, "supplement", {"text": "Receipt sent."}, "received"),
        (wang, "forward", {"to": cast.lead.key, "assessment": "Receipt and photos fit."}, "forwarded"),
        (wang, "recall", {"text": "One paper was missing."}, "received"),
        (wang, "forward", {"to": cast.lead.key, "assessment": "Complete now."}, "forwarded"),
        (zhao, "taking", {}, "deciding"),
        (zhao, "invitation", {}, "inviting"),
        (zhao, "service", {"way": "call", "proof": "The owner answered."}, "negotiating"),
        (zhao, "offer", _offer(in_a_week), "negotiating"),
        (zhao, "rejection", {"text": "Too little."}, "negotiating"),
        (zhao, "offer", _offer(in_a_week), "negotiating"),
        (zhao, "refusal", {"text": "No more."}, "deciding"),
        (zhao, "longer-decision", {"text": "Papers to read."}, "deciding"),
        (zhao, "admission", {}, "mediating"),
        (zhao, "pause", {"reason": "appraisal"}, "paused"),
        (zhao, "resumption", {}, "mediating"),
        (zhao, "sessions", {"held_on": NOW.date().isoformat(), "minutes": "Both came."}, "mediating"),
        (zhao, "longer-mediation", {"text": "Both agreed on the phone."}, "mediating"),
        (zhao, "agreement", {"terms": "Refund.", "sum_fen": "268", "perform_by_on": in_a_week}, "fulfilling"),
        (zhao, "calls", {"with_whom": "business", "text": "Will pay tomorrow."}, "fulfilling"),
        (zhao, "fulfilment", {"text": "Paid."}, "fulfilling"),
        (zhao, "breach", {"text": "Nothing came."}, "breached"),
        (zhao, "confirmation", {}, "closed"),
    ]
    for client, noun, answers, stage in steps:
        assert client.get(step_url(case, noun)).status_code == 200, noun
        answer = do(client, case, noun, **answers)
        assert answer.status_code == 302, (noun, text_of(answer)[-3000:])
        case.refresh_from_db()
        assert case.stage == stage, noun
        assert client.get(answer.headers["Location"]).status_code == 200
    assert case.result == Case.Result.FULFILLED
    assert events.broken_at(case.record_key) is None


def _offer(day: str) -> dict[str, Any]:
    return {
        "remedies": ["refund"],
        "sum_fen": "268.00",
        "perform_by_on": day,
        "valid_until_on": day,
        "text": "Refund within three days.",
    }


@pytest.mark.parametrize(
    ("noun", "answers", "stage"),
    [
        ("referral", {"to": "12315 of that city", "text": "Outside."}, "referred"),
        ("refusal-to-admit", {"ground": "ALL-REPORT", "text": "This is a report."}, "declined"),
        ("withdrawal", {"text": "Told on the phone."}, "withdrawn"),
        ("business", {"name": "Another shop", "region_code": people.LEAD}, "deciding"),
        ("sending-back", {"text": "Not our city."}, "received"),
        ("assignment", {"to": f"county:{people.COUNTY}"}, "deciding"),
    ],
)
def test_what_the_lead_city_can_do_before_it_decides(
    zhao: Client, cast: people.Cast, noun: str, answers: dict[str, Any], stage: str
) -> None:
    case = people.filed(NOW).case
    routing.forward(case, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)
    routing.take(case, by=cast.zhao, at=NOW)

    answer = do(zhao, case, noun, **answers)

    assert answer.status_code == 302, text_of(answer)[-2000:]
    case.refresh_from_db()
    assert case.stage == stage


@pytest.mark.parametrize(
    ("noun", "answers", "stage"),
    [
        ("acceptance", {}, "fulfilling"),
        ("denial", {"text": "Sold the shop."}, "deciding"),
        ("end-of-negotiation", {}, "deciding"),
        ("lost-business", {"text": "Shutters down, landlord confirms."}, "deciding"),
    ],
)
def test_what_is_done_on_a_partys_word_while_negotiating(
    zhao: Client, cast: people.Cast, noun: str, answers: dict[str, Any], stage: str
) -> None:
    case, _offer_made = people.offered(cast)

    assert do(zhao, case, noun, **answers).status_code == 302
    case.refresh_from_db()
    assert case.stage == stage


def test_mediation_ends_on_a_ground_and_an_unconfirmed_case_only_when_its_time_is_over(
    zhao: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = people.mediating(cast)
    assert do(zhao, ending, "termination", ground="CA-END-3", text="No agreement.").status_code == 302

    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=NOW)
    assert do(zhao, case, "closure", text="Called three times.").status_code == 409
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=60))
    people.sign_in(zhao, cast.accounts["zhao"])
    assert do(zhao, case, "closure", text="Called three times.").status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.result) == ("closed", Case.Result.UNCONFIRMED)


def test_a_city_assigns_down_and_takes_back(zhao: Client, cast: people.Cast) -> None:
    case = people.filed(NOW).case
    routing.forward(case, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)
    routing.take(case, by=cast.zhao, at=NOW)
    do(zhao, case, "assignment", to=cast.county.key)
    qian = Client()
    people.sign_in(qian, cast.accounts["qian"])

    assert str(case.number) in text_of(qian.get("/desk/"))
    assert str(case.number) not in text_of(zhao.get("/desk/"))
    assert str(case.number) in text_of(zhao.get("/desk/?scope=below"))
    assert do(qian, case, "return").status_code == 409
    assert do(zhao, case, "return").status_code == 302
    case.refresh_from_db()
    assert case.responsible == cast.lead


def test_two_files_of_one_consumer_are_joined_and_others_are_not(wang: Client) -> None:
    first, second = people.filed(NOW).case, people.filed(NOW).case
    stranger = people.filed(NOW).case
    person = Complainant.objects.get(case=stranger)
    person.phone = "13800000009"
    person.save()

    wrong = do(wang, first, "link", to_number="3203-2026-000000-0")
    others = do(wang, first, "link", to_number=str(stranger.number))
    right = do(wang, first, "link", to_number=str(second.number))

    assert wrong.status_code == 200
    assert others.status_code == 200
    assert right.status_code == 302
    first.refresh_from_db()
    assert (first.stage, first.linked_to) == ("linked", second)


def test_a_step_that_is_not_possible_says_how_the_case_stands_and_keeps_the_text(
    wang: Client, cast: people.Cast
) -> None:
    case = people.filed(NOW).case
    routing.forward(case, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)

    answer = do(wang, case, "supplement-request", text="Please send the receipt at once.")

    assert answer.status_code == 409
    assert "Please send the receipt at once." in text_of(answer)
    assert wang.get(step_url(case, "supplement-request")).status_code == 409


def test_the_loser_of_two_officers_keeps_the_text_and_can_send_it_again(wang: Client) -> None:
    case = people.filed(NOW).case
    seen = case.version
    do(wang, case, "calls", with_whom="consumer", text="Somebody else's note.")

    late = wang.post(step_url(case, "supplement-request"), {"seen": seen, "text": "My long words."})
    again = wang.post(
        step_url(case, "supplement-request"),
        {"seen": late.context["form"]["seen"].value(), "text": "My long words."},
    )

    assert late.status_code == 409
    assert "My long words." in text_of(late)
    assert again.status_code == 302
    case.refresh_from_db()
    assert case.stage == "supplementing"


def test_the_text_is_kept_even_when_the_case_has_left_the_city(zhao: Client, cast: people.Cast) -> None:
    case = people.filed(NOW).case
    routing.forward(case, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)
    seen = case.version
    routing.send_back(case, text="Wrong city.", by=cast.zhao, at=NOW)

    answer = zhao.post(step_url(case, "sending-back"), {"seen": seen, "text": "My own reason."})

    assert answer.status_code == 409
    assert "My own reason." in text_of(answer)
    assert str(case.number) not in text_of(answer)


@pytest.mark.parametrize(
    "answers",
    [
        {"seen": "", "text": "x"},
        {"seen": "9" * 40, "text": "x"},
        {"seen": "-1", "text": "x"},
        {"seen": "abc", "text": "x"},
        {"text": "a\x00b"},
        {"text": "x" * 20_000},
        {"text": "   "},
        {},
    ],
)
def test_odd_input_gives_a_message_and_changes_nothing(wang: Client, answers: dict[str, str]) -> None:
    case = people.filed(NOW).case

    answer = wang.post(step_url(case, "supplement-request"), {"seen": str(case.version), **answers})

    assert answer.status_code == 200
    assert 'id="errors"' in text_of(answer)
    case.refresh_from_db()
    assert case.stage == "received"


@pytest.mark.parametrize("day", ["2026-02-30", "9999-12-31", "0001-01-01", "tomorrow", "2026-13-45", "\x00"])
@pytest.mark.parametrize("total", ["-5", "abc", "9" * 30, "1.999", "1e9"])
def test_odd_days_and_sums_give_messages(zhao: Client, cast: people.Cast, day: str, total: str) -> None:
    case = people.negotiating(cast)

    answer = do(zhao, case, "offer", **(_offer(day) | {"sum_fen": total}))

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() >= {"perform_by_on", "valid_until_on", "sum_fen"}


def test_a_wrong_credit_code_says_what_is_wrong(wang: Client) -> None:
    case = people.filed(NOW).case

    answer = do(wang, case, "business", name="Shop", code="91411402MA1NABCD7X"[:17] + "O")

    assert answer.status_code == 200
    assert "code" in answer.context["form"].errors


@pytest.mark.parametrize("page", verbs.PAGES, ids=lambda page: page.noun)
def test_every_verb_page_belongs_to_a_verb_of_the_body_and_has_an_address_of_its_own(
    page: verbs.VerbPage,
) -> None:
    assert lifecycle.VERBS[page.verb].by & {lifecycle.BODY, lifecycle.HOME}
    assert verbs.BY_NOUN[page.noun] is page


def test_every_verb_that_a_body_may_do_to_a_case_has_a_page() -> None:
    begins_or_ends_a_draft = {"start", "register", "entrust", "submit", "discard"}
    of_bodies = {verb.name for verb in lifecycle.VERBS.values() if verb.by & {lifecycle.BODY, lifecycle.HOME}}

    assert of_bodies - begins_or_ends_a_draft == set(verbs.BY_VERB)


def test_an_unknown_step_is_not_there(wang: Client) -> None:
    case = people.filed(NOW).case

    assert wang.get(step_url(case, "no-such-step")).status_code == 404


def test_files_of_evidence_are_taken_and_shown_from_a_safe_copy(wang: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = people.filed(NOW).case
    note = SimpleUploadedFile("receipt.txt", "收据：268 元".encode())
    script = SimpleUploadedFile("x.html", b"<!doctype html><script>alert(1)</script>")

    taken = do(wang, case, "evidence", party="consumer", uploads=[note])
    refused = do(wang, case, "evidence", party="consumer", uploads=[script])
    missing = do(wang, case, "evidence", party="consumer")

    assert taken.status_code == 302
    assert refused.status_code == missing.status_code == 200
    held = case.evidence.get()
    shown = wang.get(reverse("desk-evidence", args=[case.pk, held.pk]))
    assert b"".join(shown.streaming_content).decode() == "收据：268 元"  # type: ignore[attr-defined]
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_the_transfer_note_names_consent_evidence_assessment_and_clock(
    zhao: Client, cast: people.Cast
) -> None:
    case = people.filed(NOW).case
    assert zhao.get(reverse("desk-transfer-note", args=[case.pk])).status_code == 404
    routing.forward(case, to=cast.lead, assessment="Receipt and photos fit.", by=cast.wang, at=NOW)

    note = text_of(zhao.get(reverse("desk-transfer-note", args=[case.pk])))

    assert "Receipt and photos fit." in note
    assert cast.lead.name in note
    assert cast.home.name in note
    assert people.PHONE not in note
    assert "Li (test)" not in note


def test_public_pages_ask_nothing_for_the_desk(client: Client, cast: people.Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/privacy/")

    assert not [query for query in queries if "cases_case" in query["sql"] or "record_clock" in query["sql"]]


def test_consents_on_the_consumers_word_open_the_way_to_the_other_city(
    wang: Client, cast: people.Cast
) -> None:
    case = people.filed(NOW).case
    url = reverse("desk-consents", args=[case.pk])
    wang.post(url, {"seen": case.version, "purposes": ["business"], "text": "Took one back on the phone."})
    refused = do(wang, case, "forward", to=cast.lead.key, assessment="Clear.")
    assert url in text_of(wang.get(case_url(case)))
    assert wang.get(case_url(case)).context["situation"].missing_consent
    without_reason = wang.post(
        url, {"seen": case.version, "purposes": ["other_body", "business"], "text": " "}
    )
    given = wang.post(
        url, {"seen": case.version, "purposes": ["other_body", "business"], "text": "On the phone."}
    )
    forwarded = do(wang, case, "forward", to=cast.lead.key, assessment="Clear.")
    stale = Client()
    cache.clear()
    people.sign_in(stale, cast.accounts["zhao"])
    late = stale.post(url, {"seen": 1, "purposes": [], "text": "On the phone."})

    assert refused.status_code == without_reason.status_code == 200
    assert given.status_code == forwarded.status_code == 302
    assert late.status_code == 409
    assert "On the phone." in text_of(late)
    assert events.history(case.record_key).filter(verb="consents_written_down").count() == 2
    assert events.broken_at(case.record_key) is None


def test_a_head_acts_an_auditor_only_reads_and_an_administrator_sees_no_case(cast: people.Cast) -> None:
    case = people.filed(NOW).case
    answers = {}
    for role in (Role.HEAD, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECRETARIAT):
        account = open_account(
            username=f"a-{role}",
            password=people.PASSWORD,
            display_name=role,
            organisation=cast.home,
            role=role,
            totp_secret=people.SECRET,
            by=Actor.system("tests"),
            at=NOW,
        )
        client = Client()
        cache.clear()
        people.sign_in(client, account)
        answers[role] = (
            case_url(case) in text_of(client.get("/desk/")),
            client.get(case_url(case)).status_code,
            client.get(step_url(case, "forward")).status_code,
            client.get(reverse("desk-register")).status_code,
        )

    assert answers == {
        Role.HEAD: (True, 200, 200, 200),
        Role.AUDITOR: (True, 200, 404, 404),
        Role.SYSTEM_ADMIN: (False, 404, 404, 404),
        Role.SECRETARIAT: (False, 404, 404, 404),
    }


def test_a_step_that_was_kept_but_is_too_late_still_shows_the_text(wang: Client, cast: people.Cast) -> None:
    case = people.filed(NOW).case
    wang.cookies.clear()
    wang.post(
        step_url(case, "supplement-request"), {"seen": case.version, "text": "Please send the receipt."}
    )
    routing.forward(case, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)
    cache.clear()
    people.sign_in(wang, cast.accounts["wang"])

    page = wang.get(step_url(case, "supplement-request"))

    assert page.status_code == 409
    assert "Please send the receipt." in text_of(page)


def test_a_clock_that_stands_says_so_on_the_page_of_the_case(zhao: Client, cast: people.Cast) -> None:
    case = people.mediating(cast)
    do(zhao, case, "pause", reason="appraisal")

    page = zhao.get(case_url(case))

    assert [clock.state for clock in page.context["clocks"] if clock.name == "mediate"] == ["stopped"]
    assert page.context["first"].verb == "resume"
    assert page.context["clock"].name == "check_back"


def test_every_clock_explains_how_its_last_day_was_found(wang: Client) -> None:
    case = people.filed(NOW).case

    page = wang.get(case_url(case))

    assert page.context["clock"].due_on == date(2026, 12, 1)
    assert "11 月 28 日" in page.context["clock"].why
    assert page.context["clock"].left == 5


def test_a_case_that_stays_in_its_city_names_its_body_once(wang: Client, cast: people.Cast) -> None:
    case = people.filed(NOW, stated_business={"name": "Corner shop", "region_code": people.HOME}).case
    do(wang, case, "taking")

    page = wang.get(case_url(case))

    assert [body["name"] for body in page.context["bodies"]] == [cast.home.name]
    assert [body["is_responsible"] for body in page.context["bodies"]] == [True]


def test_a_case_of_ones_own_city_is_taken_and_not_forwarded_first(wang: Client) -> None:
    case = people.filed(NOW, stated_business={"name": "Corner shop", "region_code": people.HOME}).case

    assert wang.get(case_url(case)).context["first"].verb == "take"


@pytest.mark.parametrize(
    ("stated", "verb"),
    [
        ({"name": "Somewhere"}, "correct_business"),
        ({"name": "Far shop", "region_code": "110000"}, "refer_out"),
    ],
)
def test_a_business_unknown_or_outside_leads_to_another_first_step(
    wang: Client, stated: dict[str, str], verb: str
) -> None:
    case = people.filed(NOW, stated_business=stated).case

    assert wang.get(case_url(case)).context["first"].verb == verb


def test_a_kept_choice_is_shown_in_words(zhao: Client, cast: people.Cast) -> None:
    case = people.mediating(cast)

    answer = do(zhao, case, "refusal-to-admit", ground="ALL-REPORT", text="A report.")

    assert answer.status_code == 409
    assert "ALL-REPORT" not in text_of(answer)
    assert "内容是举报" in text_of(answer)
