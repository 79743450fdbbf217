"""What people see while the database does not answer."""

import errno
from pathlib import Path

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory

from huaihai import cli
from huaihai import settings as ours
from huaihai.cases.numbers import new_number
from huaihai.front import views, watching
from huaihai.kit import disks, outages, pool
from huaihai.kit.sqlite.base import DatabaseWrapper


def no_answer(*_args: object, **_more: object) -> None:
    raise OperationalError("no primary")


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_without_a_database_the_page_says_when_to_try_again(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huaihai.front.views.render", no_answer)
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "20"
    assert "<h1" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_whoever_has_a_session_reads_the_same_page(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def load(_store: object) -> None:
        raise error("the connection is closed")

    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", load)
    answer = visitor.get("/about/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "20"


@pytest.mark.django_db
def test_a_session_that_cannot_be_kept_is_an_outage_too(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = visitor.session
    session["language"] = "zh"
    session.save()
    monkeypatch.setattr("django.contrib.sessions.models.Session.save", no_answer)
    monkeypatch.setattr("huaihai.members.sessions.keep_or_end", lambda request: request.session.update({}))
    assert visitor.get("/about/").status_code == 503


def test_other_faults_stay_faults() -> None:
    try:
        raise ValueError
    except ValueError:
        assert views.server_error(RequestFactory().get("/")).status_code == 500


@pytest.mark.django_db
def test_whoever_watches_hears_that_the_database_is_away(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visitor.get("/readyz").status_code == 200
    monkeypatch.setattr(watching, "_fingerprints", no_answer)
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert "database" in answer.text
    assert visitor.get("/healthz").status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_database_file_that_cannot_be_opened_is_an_outage(tmp_path: Path) -> None:
    broken = DatabaseWrapper({**connection.settings_dict, "NAME": tmp_path, "OPTIONS": {}}, "broken")
    with pytest.raises(OperationalError, match="unable to open") as caught:
        broken.ensure_connection()
    assert outages.is_one(caught.value)


@pytest.mark.django_db
def test_a_command_without_its_database_says_so_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connection, "cursor", no_answer)
    assert cli.main(["record", "send-outbox", "--lang", "en"]) == 2
    assert capsys.readouterr().err == "huaihai: cannot use the database: no primary\n"


def test_a_server_is_asked_for_five_seconds_and_what_libpq_knows_is_passed_on() -> None:
    there = ours._database("postgresql://u:p@db/huaihai?sslmode=verify-full&host=a,b&port=5432,5433")
    assert (there["HOST"], there["PORT"]) == ("a,b", "5432,5433")
    assert there["OPTIONS"] == pool.OURS | pool.BOUNDS | {"sslmode": "verify-full"}
    assert pool.BOUNDS["connect_timeout"] == "5"


@pytest.mark.parametrize(("said", "meant"), [("none", None), ("0", 0), ("7", 7)])
def test_an_operator_says_when_statements_are_kept_on_the_server(said: str, meant: int | None) -> None:
    there = ours._database(f"postgresql://u:p@db/huaihai?prepare_threshold={said}&connect_timeout=2")
    assert (there["OPTIONS"]["prepare_threshold"], there["OPTIONS"]["connect_timeout"]) == (meant, "2")


def no_room(*_args: object, **_more: object) -> None:
    raise OperationalError("database or disk is full")


@pytest.fixture
def _room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages._Refused, "found_at", None)


@pytest.mark.django_db
@pytest.mark.usefixtures("_room_again")
def test_where_nothing_can_be_written_a_page_is_still_read(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = visitor.session
    session["language"] = "zh"
    session.save()
    monkeypatch.setattr("django.contrib.sessions.models.Session.save", no_room)
    monkeypatch.setattr("huaihai.members.sessions.keep_or_end", lambda request: request.session.update({}))
    assert visitor.get("/about/").status_code == 200
    assert visitor.post("/preferences/", {"language": "en"}).status_code == 503
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert "disk" in answer.text


@pytest.mark.django_db
@pytest.mark.usefixtures("_room_again")
def test_what_was_typed_stands_in_the_page_that_refuses_it(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huaihai.kit.brakes.Brake.lets_through", no_room)
    typed = {"number": new_number("320300", 2026), "address": 'a"<b>\nc', "password": "secret words"}
    answer = visitor.post("/track/lost-code/?next=1", typed)
    assert answer.status_code == 503
    assert 'value="a&quot;&lt;b&gt;\nc"' in answer.text
    assert 'action="/track/lost-code/?next=1"' in answer.text
    assert "secret words" not in answer.text


@pytest.mark.parametrize(
    ("error", "is_of_the_disk"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (OperationalError("disk I/O error"), True),
        (OperationalError("database is locked"), False),
        (ValueError("disk is full"), False),
    ],
)
@pytest.mark.usefixtures("_room_again")
def test_what_a_disk_says_is_known(error: Exception, is_of_the_disk: bool) -> None:
    assert outages.is_of_the_disk(error) is outages.was_refused_lately() is is_of_the_disk
    outer = RuntimeError()
    outer.__context__ = error
    assert outages.is_of_the_disk(outer) is is_of_the_disk


def test_a_disk_that_is_nearly_full_is_told_before_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disks, "free", lambda: disks.FULL - 1)
    assert "31 MB" in disks.wrong()
    monkeypatch.setattr(disks, "free", lambda: disks.FULL)
    monkeypatch.setattr(outages._Refused, "found_at", None)
    assert disks.wrong() == ""
