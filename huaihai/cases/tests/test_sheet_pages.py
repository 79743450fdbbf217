"""The printed sheet for a local body without computers, and the page its QR opens."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Agreement, Case, Evidence, Sheet
from huaihai.cases.sheets import pages as sheets_pages
from huaihai.cases.sheets import verbs as sheets_verbs
from huaihai.cases.sheets.verbs import SheetOver
from huaihai.cases.verbs import care, negotiation, routing
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit import clock
from huaihai.record import events
from tests import cast
from tests.cast import Cast
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def people() -> Cast:
    return cast.assemble(clock.now())


def assigned(people: Cast, stage: str = "negotiating") -> Case:
    """A case that the city has given to the county body."""
    ways: dict[str, Callable[[Cast, datetime], Case]] = {
        "negotiating": cast.negotiating,
        "mediating": cast.mediating,
        "forwarded": cast.forwarded,
        "inviting": cast.inviting,
        "deciding": refused,
    }
    case = ways[stage](people, clock.now())
    routing.assign(case, to=people.county, by=people.zhao, at=clock.now())
    return case


def refused(people: Cast, at: datetime) -> Case:
    case = cast.negotiating(people, at)
    negotiation.refuse(case, text="不是质量问题。", by=people.sun, at=at)
    return case


def printed(case: Case, people: Cast) -> str:
    """The code on the paper."""
    return sheets_verbs.print_sheet(case, by=people.zhao, at=clock.now())[1]


def on_paper(people: Cast, stage: str = "negotiating") -> tuple[Case, str]:
    """A case of the county, and the code on its paper."""
    case = assigned(people, stage)
    return case, printed(case, people)


def step(client: Client, code: str, noun: str, case: Case, **data: Any) -> Any:
    return client.post(reverse("sheet-step", args=[code, noun]), {"seen": case.version, **data})


def settled(**changed: Any) -> dict[str, Any]:
    day = (clock.today() + timedelta(days=7)).isoformat()
    return {"text": "退 200 元。", "sum_fen": "200", "perform_by_on": day} | changed


def test_the_desk_makes_a_sheet_and_prints_it_with_a_qr(client: Client, people: Cast) -> None:
    case = assigned(people)
    cast.sign_in(client, people.accounts["zhao"])
    assert client.get(reverse("sheet-new", args=[case.pk])).status_code == 200
    made = client.post(reverse("sheet-new", args=[case.pk]), follow=True)
    shown = made.text
    sheet = Sheet.objects.get()
    assert cast.PHONE in shown
    assert reverse("sheet-qr", args=[case.pk, sheet.pk]) in shown
    assert "style=" not in shown
    drawn = client.get(reverse("sheet-qr", args=[case.pk, sheet.pk]))
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    assert b"style" not in drawn.content
    assert sheet.expires_at - sheet.printed_at == timedelta(days=30)


def test_the_database_holds_only_a_fingerprint_of_the_code(people: Cast) -> None:
    case, code = on_paper(people)
    held = Sheet.objects.get()
    assert len(code) == 26
    assert code not in str(Sheet.objects.values().get())
    assert code not in str(list(events.history(case.record_key).values_list("facts", flat=True)))
    assert sheets_verbs.open_sheet(code.lower(), at=clock.now()) == held


def test_a_printed_sheet_without_its_code_in_the_session_shows_no_qr(client: Client, people: Cast) -> None:
    case = assigned(people)
    printed(case, people)
    cast.sign_in(client, people.accounts["zhao"])
    sheet = Sheet.objects.get()
    shown = client.get(reverse("sheet-printed", args=[case.pk, sheet.pk])).text
    assert reverse("sheet-qr", args=[case.pk, sheet.pk]) not in shown
    assert client.get(reverse("sheet-qr", args=[case.pk, sheet.pk])).status_code == 404


def test_only_the_responsible_body_or_one_above_prints(client: Client, people: Cast) -> None:
    case = assigned(people)
    with pytest.raises(NotAllowed):
        sheets_verbs.print_sheet(case, by=people.wang, at=clock.now())
    cast.sign_in(client, people.accounts["wang"])
    assert client.post(reverse("sheet-new", args=[case.pk])).status_code == 404
    assert not Sheet.objects.exists()


def test_a_case_that_no_local_body_has_gets_no_sheet(client: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    with pytest.raises(Unfit):
        sheets_verbs.print_sheet(case, by=people.zhao, at=clock.now())
    cast.sign_in(client, people.accounts["zhao"])
    assert (
        reverse("desk-step", args=[case.pk, "assignment"])
        in client.get(reverse("sheet-new", args=[case.pk])).text
    )
    assert client.post(reverse("sheet-new", args=[case.pk])).status_code == 409


def test_the_qr_opens_this_case_without_sign_in_and_without_the_phone(client: Client, people: Cast) -> None:
    case = assigned(people)
    answer = client.get(reverse("sheet", args=[printed(case, people)]))
    shown = answer.text
    assert answer.status_code == 200
    assert str(case.number) in shown
    assert cast.PHONE not in shown
    assert "Li (test)" not in shown
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", ["0" * 26, "x", "%00", "水壶", "A" * 3000, "thanks-not"])
def test_any_other_code_opens_nothing_and_looks_the_same(client: Client, people: Cast, code: str) -> None:
    printed(assigned(people), people)
    answer = client.get(f"/sheet/{code}/")
    assert answer.status_code == 404
    assert "这张单子打不开" in answer.text


def test_too_many_tries_are_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_pages, "BRAKE", sheets_pages.Brake("sheet-test", most=2, seconds=60))
    answers = [client.get(f"/sheet/{'0' * 26}/").status_code for _try in range(3)]
    assert answers == [404, 404, 429]


def test_taken_tells_the_city_and_keeps_the_sheet(client: Client, people: Cast) -> None:
    case, code = on_paper(people)
    answer = step(client, code, "taken", case, text="周调解员")
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert fresh(case).stage == "negotiating"
    note = events.history(case.record_key).last()
    assert note is not None
    assert (note.verb, note.by) == ("call_back", f"sheet:{Sheet.objects.get().pk}")
    assert "周调解员" in note.text


def test_taken_takes_a_forwarded_case(client: Client, people: Cast) -> None:
    case, code = on_paper(people, "forwarded")
    assert step(client, code, "taken", case).status_code == 302
    assert (fresh(case).stage, case.responsible) == ("deciding", people.county)


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("negotiating", "settlement"),
        ("mediating", "mediation_agreement"),
        ("deciding", "mediation_agreement"),
    ],
)
def test_settled_leads_to_an_agreement_from_the_stage_the_case_is_in(
    client: Client, people: Cast, stage: str, kind: str
) -> None:
    case, code = on_paper(people, stage)
    answer = step(client, code, "settled", case, **settled(is_written="on" if stage == "deciding" else ""))
    assert answer.url == reverse("sheet-thanks")
    assert client.get(answer.url).status_code == 200
    case.refresh_from_db()
    made = Agreement.objects.get()
    assert (case.stage, case.responsible) == ("fulfilling", people.county)
    assert (made.kind, made.sum_fen, case.settled_fen) == (kind, 20_000, 20_000)
    assert made.is_oral == (stage == "mediating")


def test_settled_in_a_stage_that_does_not_lead_there_is_a_note_to_the_city(
    client: Client, people: Cast
) -> None:
    case, code = on_paper(people, "inviting")
    assert step(client, code, "settled", case, **settled()).status_code == 302
    assert fresh(case).stage == "inviting"
    note = events.history(case.record_key).last()
    assert note is not None
    assert "200.00" in note.text
    assert not Agreement.objects.exists()


def test_an_outcome_uses_the_sheet_up(client: Client, people: Cast) -> None:
    case, code = on_paper(people)
    assert step(client, code, "not-settled", case, text="商家不同意。").status_code == 302
    assert client.get(reverse("sheet", args=[code])).status_code == 404
    case.refresh_from_db()
    assert step(client, code, "settled", case, **settled()).status_code == 404
    assert case.stage == "negotiating"


def test_a_photo_is_kept_for_the_bodies_and_the_sheet_stays_valid(client: Client, people: Cast) -> None:
    case, code = on_paper(people)
    file = SimpleUploadedFile("paper.txt", "签字单".encode())
    assert step(client, code, "photo", case, uploads=file).status_code == 302
    assert Evidence.objects.get().party == "body"
    assert client.get(reverse("sheet", args=[code])).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"text": ""},
        {"sum_fen": "两百"},
        {"sum_fen": "-5"},
        {"perform_by_on": "2026-02-31"},
        {"perform_by_on": "1999-01-01"},
        {"text": "退\x00款"},
    ],
)
def test_what_cannot_be_right_is_said_and_nothing_is_lost(
    client: Client, people: Cast, changed: dict[str, Any]
) -> None:
    case, code = on_paper(people)
    answer = step(client, code, "settled", case, **settled(**changed))
    shown = answer.text
    assert answer.status_code == 200
    assert 'id="errors"' in shown
    assert client.get(reverse("sheet", args=[code])).status_code == 200
    assert not Agreement.objects.exists()


def test_a_file_that_is_not_taken_leaves_the_sheet_usable(client: Client, people: Cast) -> None:
    case, code = on_paper(people)
    packed = SimpleUploadedFile("paper.zip", b"PK\x03\x04" + b"0" * 50)
    answer = step(client, code, "settled", case, **settled(), uploads=packed)
    assert answer.status_code == 200
    assert "paper.zip" in answer.text
    assert fresh(case).stage == "negotiating"


@pytest.mark.both_databases
def test_a_case_that_moved_gives_the_form_again_with_the_text(client: Client, people: Cast) -> None:
    case, code = on_paper(people)
    seen = case.version
    care.note_call(case, with_whom="business", text="Called.", by=people.zhao, at=clock.now())
    answer = client.post(reverse("sheet-step", args=[code, "settled"]), {"seen": seen, **settled()})
    assert answer.status_code == 409
    assert "退 200 元。" in answer.text
    assert re.search(rf'name="seen" value="{case.version}"', answer.text)


@pytest.mark.both_databases
def test_a_sheet_ends_when_the_city_takes_the_case_back(client: Client, people: Cast) -> None:
    case, code = on_paper(people)
    routing.take_back(case, by=people.zhao, at=clock.now())
    assert client.get(reverse("sheet", args=[code])).status_code == 404
    routing.assign(case, to=people.county, by=people.zhao, at=clock.now())
    assert client.get(reverse("sheet", args=[code])).status_code == 404


def test_a_sheet_ends_after_thirty_days_and_with_the_next_one(people: Cast) -> None:
    case = assigned(people)
    first = printed(case, people)
    second = printed(case, people)
    with pytest.raises(SheetOver):
        sheets_verbs.open_sheet(first, at=clock.now())
    assert sheets_verbs.open_sheet(second, at=clock.now() + timedelta(days=29))
    with pytest.raises(SheetOver):
        sheets_verbs.open_sheet(second, at=clock.now() + timedelta(days=30))


def test_an_unknown_step_is_no_page(client: Client, people: Cast) -> None:
    code = printed(assigned(people), people)
    assert client.get(reverse("sheet-step", args=[code, "kettle"])).status_code == 404
    for noun in ("taken", "settled", "not-settled", "photo"):
        assert client.get(reverse("sheet-step", args=[code, noun])).status_code == 200


def test_a_phone_without_cookies_can_send(people: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    case = assigned(people)
    answer = step(strict, printed(case, people), "not-settled", case, text="商家不来。")
    assert answer.status_code == 302
    assert not strict.cookies


def test_of_two_phones_with_one_paper_the_second_finds_it_used(people: Cast) -> None:
    case, code = on_paper(people)
    one, other = (sheets_verbs.open_sheet(code, at=clock.now()) for _phone in range(2))
    sheets_verbs.fail(one, text="商家不来。", files=[], at=clock.now())
    with pytest.raises(SheetOver):
        sheets_verbs.fail(other, text="商家不来。", files=[], at=clock.now())
    assert events.history(case.record_key).filter(by=f"sheet:{one.pk}").count() == 1
