"""What the doctor says of each thing that may be wrong; of an installation that is well, nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from huaihai.front import watching
from huaihai.front.health import findings
from huaihai.front.health.facts import Facts, Kept, Keys, Machine
from huaihai.front.health.working import Work
from huaihai.record.backups.noting import Known
from tests.posts import AT

DAY = timedelta(days=1)
MACHINE = Machine(
    var="/var/lib/huaihai",
    is_open=False,
    is_writable=True,
    free_bytes=10**11,
    site_url="https://huaihai.example",
    proxies=("127.0.0.0/8",),
    bad_proxies="",
    is_demo=False,
    is_debug=False,
    senders={"sms": "one.send", "email": "two.send"},
    bad_senders={},
    has_poppler=True,
    has_tesseract=True,
    has_fonts=True,
    clamd="answers",
    is_sqlite_old=False,
    old_articles=0,
)
WORK = Work(
    at=AT,
    complaints_missed=6.9,
    messages_late=0,
    messages_oldest_seconds=0,
    messages_given_up=0,
    timer_silent_seconds=3600,
    clock_doubted="",
    index_behind=3,
    log_behind=4,
    store_away=False,
)
KEPT = Kept(
    now=AT,
    server="SQLite 3.53.1",
    seconds_apart=0.2,
    work=WORK,
    newest_event_at=AT - DAY,
    unscanned=0,
    backup=Known(AT - DAY, is_apart=True, tried_at=AT - 30 * DAY, is_good=True),
    holds_demo=False,
    demo_accounts=0,
    holidays_year=AT.year,
    are_holidays_known=True,
    witnessed_at=AT - DAY,
)
WELL = Facts(Keys("there", has_shares=True), MACHINE, KEPT)


def said(facts: Facts) -> list[tuple[str, bool]]:
    with translation.override("en"):
        return [(one.what, one.must) for one in findings.of(facts)]


def test_an_installation_that_is_well_has_nothing_to_do() -> None:
    assert said(WELL) == []


@pytest.mark.parametrize(
    ("keys", "words", "must"),
    [
        (Keys("missing"), "The keys are missing", True),
        (Keys("damaged", "huaihai: no JSON", has_shares=True), "The keys cannot be used: no JSON", True),
        (Keys("others", "x", has_shares=True), "not those of this database", True),
        (Keys("there", is_readable_by_others=True, has_shares=True), "can read keys.json", True),
        (Keys("there"), "nobody has shares", False),
    ],
)
def test_keys(keys: Keys, words: str, must: bool) -> None:
    ((what, is_must),) = said(replace(WELL, keys=keys))
    assert words in what
    assert is_must is must


def test_a_folder_that_is_to_be_has_no_keys_yet() -> None:
    assert said(Facts(Keys("missing"), MACHINE, is_new=True)) == []


@pytest.mark.parametrize(
    ("changed", "words", "must"),
    [
        ({"is_open": True}, "can look into /var/lib/huaihai", True),
        ({"is_writable": False}, "Nothing can be written into /var/lib/huaihai", True),
        ({"free_bytes": 500 * 2**20}, "500 MB are left", False),
        ({"free_bytes": 50 * 2**20}, "50 MB are left", True),
        ({"is_debug": True}, "the program's inside", True),
        ({"site_url": ""}, "links in messages lead nowhere", True),
        ({"site_url": "http://huaihai.example"}, "not reached by https", True),
        ({"bad_proxies": "huaihai: HUAIHAI_PROXIES: “x”"}, "cannot be read: HUAIHAI_PROXIES: “x”", True),
        ({"proxies": ("0.0.0.0/0",)}, "Everybody is believed to be a proxy", True),
        ({"senders": {"sms": "", "email": "x"}}, "No text messages leave", True),
        ({"senders": {"sms": "x", "email": ""}}, "No e-mails leave", True),
        ({"bad_senders": {"sms": "ImportError: no"}}, "text messages cannot leave: ImportError: no", True),
        ({"has_poppler": False}, "PDF go out as they came", False),
        ({"has_tesseract": False}, "Photographs of contracts are not read", False),
        ({"has_fonts": False}, "boxes instead of Chinese", False),
        ({"clamd": "silent"}, "virus scanner does not answer", True),
        ({"old_articles": 7}, "7 articles of the law library", False),
        ({"is_sqlite_old": True}, "SQLite is old", False),
    ],
)
def test_the_machine(changed: dict[str, Any], words: str, must: bool) -> None:
    ((what, is_must),) = said(replace(WELL, machine=replace(MACHINE, **changed)))
    assert words in what
    assert is_must is must


@pytest.mark.parametrize(
    ("changed", "words", "must"),
    [
        ({"seconds_apart": -9.0}, "9 seconds apart", True),
        ({"newest_event_at": AT + DAY}, "something happened at", True),
        ({"holds_demo": True, "demo_accounts": 30}, "The database holds the demo", True),
        ({"demo_accounts": 2}, "2 accounts of the demo", True),
        ({"backup": Known()}, "No backup was ever made", True),
        ({"backup": replace(KEPT.backup, made_at=AT - 3 * DAY)}, "The last backup is of", True),
        ({"backup": replace(KEPT.backup, is_apart=False)}, "on the same disk", False),
        ({"backup": replace(KEPT.backup, tried_at=None)}, "Nobody tried whether a backup comes back", False),
        ({"backup": replace(KEPT.backup, tried_at=AT - 200 * DAY)}, "in the last hundred days", False),
        ({"backup": replace(KEPT.backup, is_good=False)}, "did not come back whole", True),
        ({"unscanned": 1}, "1 files were not looked at", False),
        ({"are_holidays_known": False}, f"The holidays of {AT.year} are not known", False),
        ({"witnessed_at": None}, "No other city kept the signed head", False),
        ({"witnessed_at": AT - 8 * DAY}, "No other city kept the signed head", False),
    ],
)
def test_what_the_database_knows(changed: dict[str, Any], words: str, must: bool) -> None:
    ((what, is_must),) = said(replace(WELL, kept=replace(KEPT, **changed)))
    assert words in what
    assert is_must is must


@pytest.mark.parametrize(
    ("changed", "words", "must"),
    [
        ({"clock_doubted": "the clock shows 2027"}, "the clock shows 2027", True),
        ({"timer_silent_seconds": 86_400}, "the background does not run", True),
        ({"messages_late": 4}, "4 messages have waited", True),
        ({"messages_given_up": 2}, "2 messages were given up", True),
        ({"log_behind": 5, "stuck": ("log_behind",)}, "5 events are not in the log", True),
        ({"index_behind": 300}, "300 cases are not in the search", False),
        ({"index_behind": 5, "stuck": ("index_behind",)}, "5 cases are not in the search", False),
        ({"complaints_missed": 7.2}, "that 7 should have come meanwhile", True),
        ({"store_away": True}, "The store of files does not answer", True),
    ],
)
def test_what_does_not_go_on(changed: dict[str, Any], words: str, must: bool) -> None:
    work = replace(WORK, **changed)
    ((what, is_must),) = said(replace(WELL, kept=replace(KEPT, work=work)))
    assert words in what
    assert is_must is must
    (one,) = findings.work(work)
    assert one.about in watching.PROBES


def test_at_night_nobody_complains() -> None:
    assert list(findings.work(replace(WORK, complaints_missed=99.0, is_busy=False))) == []


def test_a_database_that_is_away_or_old_is_named_and_nothing_else_is_asked_of_it() -> None:
    assert said(Facts(WELL.keys, MACHINE, error="connection refused")) == [
        ("The database does not answer: connection refused.", True)
    ]
    assert said(Facts(WELL.keys, MACHINE, migrations=3)) == [
        ("The database is 3 steps older than the program.", True)
    ]


def test_what_must_be_done_comes_first() -> None:
    worst = replace(WELL, keys=Keys("there"), kept=replace(KEPT, seconds_apart=9.0, unscanned=1))
    assert [must for _what, must in said(worst)] == [True, False, False]


def test_a_demo_needs_neither_backup_nor_sender() -> None:
    demo = replace(MACHINE, is_demo=True, site_url="", senders={"sms": "", "email": ""})
    kept = replace(KEPT, backup=Known(), holds_demo=True)
    assert said(Facts(WELL.keys, demo, kept)) == [("This is the demo: its keys are published.", False)]


def test_a_demo_too_reminds_of_a_city_that_went_and_stands_in_the_pack() -> None:
    demo = replace(MACHINE, is_demo=True)
    (words, must), _demo = said(Facts(WELL.keys, demo, replace(KEPT, gone_cities=("320300",))))
    assert must
    assert "320300 has gone" in words


@pytest.mark.parametrize(
    ("fault", "words", "must"),
    [
        ("settings HUAIHAI_SMS_KEY", "not complete: HUAIHAI_SMS_KEY", True),
        ("unapproved 3", "templates without a number in senders.toml: 3", False),
    ],
)
def test_a_sender_that_is_not_set_up_whole(fault: str, words: str, must: bool) -> None:
    ((what, is_must),) = said(replace(WELL, machine=replace(MACHINE, sender_faults={"sms": (fault,)})))
    assert words in what
    assert is_must == must


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("money isv.AMOUNT_NOT_ENOUGH", "balance at the provider is used up"),
        ("template", "no approved template says this"),
        ("key SignatureDoesNotMatch", "does not know the key"),
        ("TimeoutError", "did not answer (TimeoutError)"),
        ("SomethingElse", "the provider refused it (SomethingElse)"),
    ],
)
def test_the_last_failure_of_a_sender_in_words(error: str, words: str) -> None:
    ((what, must),) = said(replace(WELL, kept=replace(KEPT, failures={"sms": (error, AT)})))
    assert words in what
    assert must


def test_a_budget_that_is_used_up() -> None:
    ((what, must),) = said(replace(WELL, kept=replace(KEPT, over_budget=(("city:320300", "12.30", "10"),))))
    assert "12.30 yuan" in what
    assert not must
