"""A draft goes on on another device by a code: shown once, used once, within a day."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from huaihai.cases.consumer.filing import going_on
from huaihai.cases.models import Case, UploadCode
from huaihai.cases.tests.filing_walks import address, send, walk
from huaihai.cases.uploading import verbs as uploading
from huaihai.cases.verbs import intake
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock, sealing
from huaihai.kit.brakes import Brake
from huaihai.members.actors import CONSUMER_CASES, Actor
from huaihai.record import events
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "cast", "files")]


def code_of(client: Client) -> str:
    """Have a code shown."""
    shown = client.post(reverse("file-elsewhere"), follow=True)
    assert shown.status_code == 200
    assert shown.redirect_chain[-1][0] == reverse("file-elsewhere")
    return str(shown.context["code"])


def typed(client: Client, code: str) -> str:
    """Where the code leads; "" for one that leads nowhere."""
    answer = client.post(reverse("file-with-code"), {"code": code})
    return str(answer.headers.get("Location", ""))


def test_what_was_written_on_a_phone_goes_on_at_another_device(client: Client) -> None:
    walk(client, until="remedies")
    saved = client.post(address("remedies"), {"save_later": "1"}, follow=True)
    assert reverse("file-elsewhere") in saved.text
    assert reverse("file-with-code") in client.get(reverse("file-start")).text
    code = code_of(client)
    other = Client()

    assert typed(other, f" {code.lower()} ") == address("remedies")

    assert send(other, "remedies", {"remedies": ["refund"], "asked_fen": "399"}).status_code == 302
    case = Case.objects.get()
    assert case.remedies == ["refund"]
    history = [event.verb for event in events.history(case.record_key)]
    assert history[-2:] == ["go_on_code_made", "went_on_elsewhere"]


def test_it_works_once(client: Client) -> None:
    walk(client, until="goods")
    code = code_of(client)

    assert typed(Client(), code)
    assert not typed(Client(), code)
    assert client.get(reverse("file-elsewhere")).context["code"] == ""


def test_a_newer_code_ends_the_older_one(client: Client) -> None:
    walk(client, until="goods")
    older, newer = code_of(client), code_of(client)

    assert not typed(Client(), older)
    assert typed(Client(), newer)


def test_it_lives_a_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    walk(client, until="goods")
    code = code_of(client)
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + going_on.GOOD_FOR + timedelta(seconds=1))

    assert not typed(Client(), code)


@pytest.mark.parametrize("code", ["", "0", "x" * 40, "y" * 41, "\x00", "码"])
def test_what_is_no_code_says_so_and_keeps_what_was_typed(client: Client, code: str) -> None:
    answer = client.post(reverse("file-with-code"), {"code": code})

    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]


def test_whoever_tries_many_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going_on, "TRIES", Brake("go-on-test", most=2, seconds=60))

    answers = [client.post(reverse("file-with-code"), {"code": "AAAA-AAAA"}).status_code for _try in range(3)]

    assert answers == [200, 200, 429]


def test_a_draft_has_few_codes_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    walk(client, until="goods")
    monkeypatch.setattr(going_on, "MADE", Brake("go-on-made-test", most=1, seconds=60))
    first = code_of(client)

    shown = client.post(reverse("file-elsewhere"), follow=True)

    assert shown.context["code"] == first
    assert "已经生成好几个码了" in shown.text


def test_a_sent_complaint_does_not_go_on_and_the_code_takes_no_files(client: Client, cast: Cast) -> None:
    walk(client)
    code = code_of(client)
    with pytest.raises(uploading.CodeOver):
        uploading.open_code(code, at=TUESDAY)
    send(client, "check", {})
    case = Case.objects.get()

    assert not typed(Client(), code)
    with pytest.raises(NotPossible):
        going_on.make_code(case, by=Actor.consumer({case.pk}), at=TUESDAY)
    with pytest.raises(uploading.CodeOver):
        uploading.open_code(code, at=TUESDAY)


def test_nothing_of_it_stands_in_the_database_in_clear(client: Client) -> None:
    walk(client, until="goods")
    code = code_of(client).replace("-", "")

    (row,) = Session.objects.all()
    assert client.session[going_on.CODES]["code"] == code
    assert sealing.key_of(row.session_data), "only signed it could be read"
    assert code not in row.session_data
    assert code not in str(list(UploadCode.objects.values()))
    assert code not in str(list(events.history(Case.objects.get().record_key).values("facts", "text")))


def test_who_types_the_right_code_is_not_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going_on, "TRIES", Brake("go-on-test", most=2, seconds=60))
    walk(client, until="goods")

    assert all(typed(Client(), code_of(client)) for _time in range(3))


def test_a_code_that_is_typed_before_the_complaint_is_sent_leaves_one_complaint(client: Client) -> None:
    walk(client)
    other = Client()
    assert typed(other, code_of(client)) == address("check")

    assert send(other, "check", {}).url == reverse("file-receipt")
    again = client.post(address("check"), {})

    assert again.status_code == 302
    assert Case.objects.exclude(number=None).count() == Case.objects.count() == 1


def test_a_draft_that_was_dropped_meanwhile_goes_on_nowhere(client: Client) -> None:
    walk(client, until="goods")
    draft, other = Case.objects.get(), Client()
    assert typed(other, code_of(client))
    code = code_of(client)
    intake.discard(draft, by=Actor.consumer({draft.pk}), at=TUESDAY)

    assert not typed(Client(), code)
    assert client.get(address("goods")).url == reverse("file-start")
    assert other.get(address("goods")).url == reverse("file-start")


def test_an_officer_who_helped_keeps_nothing_of_the_consumers_rights(client: Client, cast: Cast) -> None:
    walk(client)
    code, officer = code_of(client), Client()
    people.sign_in(officer, cast.accounts["zhao"])
    typed(officer, code)
    assert send(officer, "check", {}).url == reverse("file-receipt")
    case = Case.objects.get()
    assert officer.get(reverse("file-receipt")).context["code"]

    done = officer.post(reverse("file-receipt"), follow=True)

    assert "这台设备上不再打开" in done.text
    assert officer.get(reverse("my-case", args=[case.pk])).status_code in (302, 404)
    assert str(case.pk) not in str(officer.session.get(CONSUMER_CASES))


def test_without_a_draft_there_is_nothing_to_show(client: Client) -> None:
    assert client.get(reverse("file-elsewhere")).url == reverse("file-start")
    draft = intake.start_draft(by=Actor.public(), at=TUESDAY)
    assert not typed(client, str(draft.pk))
