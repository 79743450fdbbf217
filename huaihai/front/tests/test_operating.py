"""Administrators see whether all is ready; auditors read who looked at what; heads keep their people."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.front.operating import audit, readiness
from huaihai.kit.ids import new_id
from huaihai.members import accounts, exports, pairs, powers
from huaihai.members.errors import MayNot
from huaihai.members.models import Account, Organisation, Post, PowerRequest, Role
from huaihai.record import events, outbox
from huaihai.record.models import HolidayNotice, OutboxMessage
from tests.posts import AT, body, load_alliance, officer_of, post_at, sign_in

pytestmark = pytest.mark.django_db
NOTICE = """year = 2027
published_on = 2026-11-04
source = "演示通知"

[[holiday]]
name = "元旦"
from = 2027-01-01
until = 2027-01-03
"""


def reader(role: Role, key: str = "alliance") -> Client:
    client = Client()
    sign_in(client, post_at(key, role).account)
    return client


def test_what_is_missing_is_named_until_it_is_there() -> None:
    load_alliance()
    people = next(one for one in readiness.checks(AT) if "商丘" in one.how and "受理" in one.label)
    assert not people.is_there
    for city in Organisation.objects.cities():
        post_at(city.key)
    assert next(one for one in readiness.checks(AT) if one.label == people.label).is_there


def test_the_next_thing_stands_on_top_and_what_is_done_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    load_alliance()
    client = reader(Role.SYSTEM_ADMIN)
    top = client.get(reverse("system")).text.partition('class="panel"')[2].partition("</section>")[0]
    assert "安全管理员" in top
    assert "role=security_admin" in top
    reader(Role.SECURITY_ADMIN)
    page = client.get(reverse("system")).text
    top, done = page.partition('class="panel"')[2].partition("</section>")[0], page.partition("<details")[2]
    assert "有负责人" in top
    assert "安全管理员" in done


def test_a_head_reads_what_the_own_city_lacks_and_a_county_s_head_nothing() -> None:
    load_alliance()
    page = reader(Role.HEAD, "city:320300").get(reverse("system")).text
    assert "徐州市消保委有人受理投诉" in page
    assert "商丘" not in page
    assert "HUAIHAI" not in page
    assert reader(Role.HEAD, "county:320302").get(reverse("system")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_messages_that_were_given_up_are_tried_once_more() -> None:
    load_alliance()
    outbox.queue(effect_key="one", subject="x", channel="sms", address="13800000001", text="字", at=AT)
    OutboxMessage.objects.update(gave_up_at=AT, attempts=5)
    client = reader(Role.SYSTEM_ADMIN)
    assert "1" in client.get(reverse("system")).content.decode()
    assert client.post(reverse("system-send-again")).status_code == 302
    message = OutboxMessage.objects.get()
    assert (message.gave_up_at, message.attempts) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_a_notice_of_holidays_is_loaded_on_the_page_and_nonsense_is_refused() -> None:
    load_alliance()
    client, url = reader(Role.SYSTEM_ADMIN), reverse("system-holidays")
    for content in (b"\xff\xfe", b"year = 2027", b"x" * 30_000):
        answer = client.post(url, {"file": SimpleUploadedFile("a.toml", content)})
        assert answer.status_code == 200
        assert 'class="error' in answer.content.decode() or "aria-invalid" in answer.content.decode()
    assert not HolidayNotice.objects.exists()
    assert client.post(url, {"file": SimpleUploadedFile("a.toml", NOTICE.encode())}).status_code == 302
    assert HolidayNotice.objects.get().year == 2027


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.MEDIATOR, Role.SECRETARIAT])
def test_nobody_else_opens_these_pages(role: Role) -> None:
    load_alliance()
    client = reader(role, "city:320300")
    for name in ("system", "system-holidays", "system-bodies", "system-audit")[role == Role.HEAD :]:
        assert client.get(reverse(name)).status_code == 404


def test_an_auditor_reads_who_looked_and_why_in_the_own_part_of_the_tree() -> None:
    load_alliance()
    for key in ("city:320300", "city:411400"):
        events.write(
            subject="case:6f7c1d2e-0000-4000-8000-000000000000",
            verb="unmasked",
            by=officer_of(key).key,
            at=AT,
            text="回访",
        )
    page = reader(Role.AUDITOR, "city:320300").get(reverse("system-audit"), {"since": "all"}).content.decode()
    assert "officer-320300" in page
    assert "officer-411400" not in page
    assert "回访" in page
    auditor = reader(Role.AUDITOR)
    whole = auditor.get(reverse("system-audit"), {"since": "all"}).content.decode()
    assert "officer-411400" in whole
    asked = {"since": "all", "q": "officer-411400"}
    found = auditor.get(reverse("system-audit"), asked).content.decode().partition("<table")[2]
    assert "officer-411400" in found
    assert "officer-320300" not in found


def test_an_auditor_reads_who_took_a_whole_file_along_and_for_what() -> None:
    load_alliance()
    by = officer_of("city:320300").key
    events.write(subject=f"case:{new_id()}", verb="package_made", by=by, at=AT, text="支持消费者起诉")

    page = reader(Role.AUDITOR, "city:320300").get(reverse("system-audit"), {"what": "taken"}).text

    assert "取走了全案材料包" in page
    assert "支持消费者起诉" in page


def test_bodies_without_people_are_found() -> None:
    load_alliance()
    post_at("city:320300")
    client = reader(Role.SYSTEM_ADMIN)
    page = client.get(reverse("system-bodies"), {"which": "empty"}).content.decode()
    assert body("city:320300").short_name not in page.partition("<table")[2].replace(
        body("county:320302").short_name, ""
    )
    assert client.get(reverse("system-bodies"), {"as": "csv"}).status_code == 200


def test_a_head_takes_somebody_in_and_an_administrator_says_yes() -> None:
    load_alliance()
    head, admin = officer_of("city:320300", Role.HEAD), officer_of("alliance", Role.SYSTEM_ADMIN)
    person = powers.take_in(
        username="new-one",
        display_name="演示",
        organisation=body("county:320302"),
        role=Role.OFFICER,
        by=head,
        at=AT,
    )
    asked = PowerRequest.objects.get(account=person)
    assert not pairs.may_confirm(head, asked, on=AT.date())
    powers.confirm(request=asked, by=admin, at=AT)
    post = Post.objects.get(account=person)
    accounts.end_post(post=post, last_on=AT.date(), by=head, at=AT + timedelta(days=1))
    post.refresh_from_db()
    assert post.until_on == AT.date()


@pytest.mark.parametrize(("role", "is_preset"), [(Role.SYSTEM_ADMIN, False), (Role.HEAD, True)])
def test_only_a_head_finds_the_own_body_chosen_for_a_new_person(role: Role, is_preset: bool) -> None:
    load_alliance()
    page = reader(role, "alliance" if role == Role.SYSTEM_ADMIN else "city:320300").get(reverse("person-new"))
    form = page.context["form"]
    assert bool(form.get_initial_for_field(form.fields["organisation"], "organisation")) == is_preset
    assert ("people" in {hub.url.split("/")[-2] for hub in page.context["desk"].places.hubs}) == (
        role == Role.HEAD
    )


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("city:411400", Role.OFFICER),
        ("city:320300", Role.HEAD),
        ("city:320300", Role.SYSTEM_ADMIN),
        ("city:320300", Role.AUDITOR),
        ("city:320300", Role.SECRETARIAT),
    ],
)
def test_a_head_gives_no_power_and_nothing_elsewhere(key: str, role: Role) -> None:
    load_alliance()
    head = officer_of("city:320300", Role.HEAD)
    with pytest.raises(MayNot):
        powers.take_in(username="new-one", display_name="", organisation=body(key), role=role, by=head, at=AT)
    assert not Account.objects.filter(username="new-one").exists()
    other = post_at("city:320300", Role.SYSTEM_ADMIN)
    with pytest.raises(MayNot):
        accounts.end_post(post=other, last_on=AT.date(), by=head, at=AT)
    with pytest.raises(MayNot):
        accounts.close_account(account=other.account, by=head, at=AT)


def test_people_are_found_by_name_or_body_and_a_link_comes_as_a_picture_too() -> None:
    load_alliance()
    client = reader(Role.SYSTEM_ADMIN)
    known = post_at("city:411400", username="liang-shangqiu")
    for words in ("lian", body("city:411400").name[:3]):
        assert "liang" in client.get(reverse("people"), {"q": words}).content.decode()
    assert "liang-shangqiu" not in client.get(reverse("people"), {"q": "徐州"}).content.decode()
    known.account.display_name = "梁演示"
    known.account.save(update_fields=["display_name"])
    assert "liang" in client.get(reverse("people"), {"q": "梁演"}).content.decode()
    page = client.post(reverse("person-password-link", args=[known.account_id])).content.decode()
    assert "<svg" in page
    head = reader(Role.HEAD, "city:411400")
    assert "liang" in head.get(reverse("people")).content.decode()
    other = post_at("city:320300", username="other-xuzhou").account_id
    assert head.post(reverse("person-password-link", args=[other])).status_code == 404


@pytest.mark.parametrize(("kind", "words"), [("business", "商家"), ("consumer", "消费者")])
def test_the_audit_calls_a_party_what_it_is_where_its_key_carries_the_case(kind: str, words: str) -> None:
    assert audit.named(f"{kind}:7", {"7": "3203-2026-000007-0"}) == words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("office-yearly-cases", "年度表这个数里的案件"),
        ("office-reports", "报告"),
        ("office-insight-reports-excel", "上报用的报告"),
        ("desk-fund-month-table", "一张表"),
    ],
)
def test_the_audit_calls_a_table_what_its_page_is_called(address: str, words: str) -> None:
    load_alliance()
    facts = {"list": address, "rows": 3, "asked": []}
    by = officer_of("city:320300").key
    events.write(subject=f"export:{new_id()}", verb=exports.EXPORTED, by=by, at=AT, facts=facts)

    page = reader(Role.AUDITOR).get(reverse("system-audit"), {"what": "taken"}).text.partition("<table")[2]

    assert words in page
    assert address not in page


@pytest.mark.parametrize("key", ["claim:7", "enrolment:7", "account:7", "case:7"])
def test_the_audit_says_no_word_of_the_program_for_what_has_no_name(key: str) -> None:
    assert audit.named(key, {}) == "–"
    assert audit.named(key, {"7": "liang"}) == "liang"
