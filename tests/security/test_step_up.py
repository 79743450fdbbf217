"""Which acts need a code anew, how it is asked for, and that none of those kinds is forgotten."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huaihai import acts_with_code
from huaihai.front.operating import audit
from huaihai.members import factors, step_up
from huaihai.members.models import Account, PowerRequest, Role
from huaihai.record.models import Event
from tests import cast as people
from tests.posts import SECRET, body, grow_old, load_tree, post_at, sign_in, wrong_code

XUZHOU = "city:320300"


@pytest.fixture
def client_of_old(client: Client, db: None) -> Client:
    """A head's browser whose last code was typed eleven minutes ago."""
    cache.clear()
    load_tree()
    sign_in(client, post_at(XUZHOU, Role.HEAD, username="head").account)
    grow_old(client)
    return client


def new_person(**typed: str) -> dict[str, str]:
    return {
        "username": "li-new",
        "display_name": "演示",
        "organisation": str(body(XUZHOU).pk),
        "role": "officer",
    } | typed


def test_an_act_asks_for_a_code_and_goes_on_with_what_was_typed(client_of_old: Client) -> None:
    client, url = client_of_old, reverse("person-new")
    page = client.post(url, new_person())
    assert page.status_code == 200
    assert not Account.objects.filter(username="li-new").exists()
    assert 'name="display_name" value="演示"' in page.text
    assert "csrfmiddlewaretoken" in page.text
    wrong = client.post(url, new_person(code=wrong_code()))
    assert "不对" in wrong.text
    assert 'name="display_name" value="演示"' in wrong.text
    assert not Account.objects.filter(username="li-new").exists()
    done = client.post(url, new_person(code=factors.code_of(SECRET)))
    assert done.status_code == 302
    assert PowerRequest.objects.get().account.username == "li-new"
    assert client.post(url, new_person(username="zhao-new")).status_code == 302  # for ten minutes


def test_a_code_counts_once_and_a_recovery_code_never(client_of_old: Client) -> None:
    client, url = client_of_old, reverse("person-new")
    account = Account.objects.get(username="head")
    recovery = factors.recovery_codes(account).get_unused_codes()[0]
    assert client.post(url, new_person(code=recovery)).status_code == 200
    grow_old(client, type="recovery_codes")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY][0]["at"] = time.time()
    session.save()
    assert client.post(url, new_person()).status_code == 200
    code = factors.code_of(SECRET)
    assert client.post(url, new_person(code=code)).status_code == 302
    grow_old(client)
    assert client.post(url, new_person(username="zhao-new", code=code)).status_code == 200
    assert not Account.objects.filter(username="zhao-new").exists()


def test_after_five_wrong_codes_the_right_one_waits(client_of_old: Client) -> None:
    url = reverse("person-new")
    for _try in range(5):
        client_of_old.post(url, new_person(code=wrong_code()))
    page = client_of_old.post(url, new_person(code=factors.code_of(SECRET)))
    assert "五分钟" in page.text
    assert not Account.objects.filter(username="li-new").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_is_handed_out_only_after_a_code(client: Client, db: None, kind: str) -> None:
    cache.clear()
    load_tree()
    sign_in(client, post_at("alliance", Role.SYSTEM_ADMIN, username="first").account)
    url = f"{reverse('system-bodies')}?as={kind}"
    assert "attachment" in client.get(url).headers.get("Content-Disposition", "")
    grow_old(client)
    page = client.get(url)
    assert page.headers["Content-Type"].startswith("text/html")
    assert body(XUZHOU).short_name not in page.text.partition("<main")[2]
    assert "no-store" in page.headers["Cache-Control"]
    coming = client.post(url, {step_up.READ: "1", "code": factors.code_of(SECRET)})
    assert f'content="1; url={url}"' in coming.text
    assert "id_code" not in coming.text
    assert f'href="{reverse("system-bodies")}?"' in coming.text, "back to the list as it was"
    assert "attachment" in client.get(url).headers.get("Content-Disposition", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nor_the_rows_that_were_ticked(client: Client, db: None, kind: str) -> None:
    cache.clear()
    cast = people.assemble()
    case = people.taken(cast)
    sign_in(client, cast.accounts["zhao"])
    grow_old(client)
    url = f"{reverse('desk')}?scope=body"
    ticked = {"do": kind, "row": f"{case.pk}:{case.version}"}
    page = client.post(url, ticked)
    assert page.headers["Content-Type"].startswith("text/html")
    assert str(case.number) not in page.text
    assert not Event.objects.filter(verb="exported").exists()
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    assert carried.pop("csrfmiddlewaretoken")
    assert "attachment" not in client.post(url, carried | {"code": wrong_code()}).headers
    file = client.post(url, carried | {"code": factors.code_of(SECRET)})
    assert "attachment" in file.headers["Content-Disposition"]
    assert Event.objects.get(verb="exported").facts["rows"] == 1


def test_of_an_address_only_names_of_fields_are_written_down(client: Client, db: None) -> None:
    load_tree()
    sign_in(client, post_at("alliance", Role.SYSTEM_ADMIN, username="first").account)
    client.get(reverse("system-bodies"), {"as": "csv", "which": "empty", "13800000001": "1", "徐": "1"})
    assert Event.objects.get(verb="exported").facts["asked"] == ["which"]


def test_pages_are_read_without_a_code(client_of_old: Client) -> None:
    for name in ("people", "people-waiting", "person-new", "my-account"):
        assert client_of_old.get(reverse(name)).status_code == 200
    assert "id_code" not in client_of_old.get(reverse("people")).text


def pages(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    for part in resolver.url_patterns:
        route = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from pages(part, route)
        elif isinstance(part, URLPattern):
            yield route, part.name or "", part.callback


OURS = [
    (route, name, view)
    for route, name, view in pages(get_resolver())
    if getattr(view, "guard", "") in step_up.GUARDS
]
# What stands at the end of an address where an act of the five kinds is done.
ACTS = re.compile(
    r"(publication|release|signature|retraction|taking-out|handing-in|calling-back|unmasking|payee|number|contact"
    r"|representatives|posts|closure|password-link|link|role|connections|money|confirmation|passkeys/new)/$"
)
WITHOUT = {
    "office-agreement-signature": "signed with a code of its own",
    "office-hand-over-signature": "signed with a code of its own",
    "office-laboratory-link": "a link of a laboratory to its own upload page; it shows nothing",
    "office-clause-confirmation": "said by a second person of the city, too; no shop is named to the public",
    "office-brand-money": "a list of those who say that money was asked of them; nothing is paid",
}


def test_no_address_of_these_kinds_is_without_a_code() -> None:
    found = {
        name: route
        for route, name, view in OURS
        if ACTS.search(route) and not step_up.kind_of(name, view.__module__)
    }
    assert set(found) == set(WITHOUT), "put it into acts_with_code.ACTS, or say why not"


def test_every_name_of_the_list_is_an_address_of_somebody_signed_in() -> None:
    names = {name for _route, name, _view in OURS}
    assert set(step_up.NAMES) <= names
    for room in acts_with_code.ROOMS:
        assert any(view.__module__.startswith(room) for _route, _name, view in OURS), room


# By which act each look at personal data comes about; the record's list of looks is `audit.LOOKED`.
LOOKS = {
    "unmasked": {"desk-unmasking", "office-callback-unmask", "case-volume"},
    "forged_shown": {"desk-forged-unmasking"},
    "contact_shown": {"business-contact"},
    "payee_shown": {"desk-fund-claim-payee", "business-claim-payee"},
    "enrolment contact shown": {"desk-enrolment-contact"},
    "contact shown": {"office-directory-line-look", "office-pool-contact"},
}
# What leaves: a list asks by what its answer is, that of forwarded cases for a reason.
TAKEN = {"package_made": {"case-package"}, "exported": set(), "table taken": set()}
POWERS = {
    "account opened": {"person-new"},
    "account closed": {"person-closure"},
    "post opened": {"power-confirmation", "person-posts"},
    "post ended": {"post-end"},
    "power asked": {"person-posts", "person-password-link"},
    "power refused": {"power-refusal"},
    "passkey added": {"passkey-new"},
    "passkey removed": {"passkey-end"},
    "visits ended": set(),  # one's own, less power by it
    "organisation founded": set(),  # a station, in which nobody has a post yet
    "organisation closed": set(),  # nor any more
}
LINKS = {
    "password link made": {"person-password-link", "power-confirmation"},
    "password changed": set(),  # asks for the password that holds
    "first administrator link made": set(),  # a command of the host
    "first administrator link used": set(),  # opened with the link alone
}
KINDS = [(audit.LOOKED, LOOKS), (audit.TAKEN, TAKEN), (audit.POWERS, POWERS), (audit.LINKS, LINKS)]


@pytest.mark.parametrize(("verbs", "acts"), KINDS)
def test_what_the_record_calls_a_look_or_a_power_is_behind_a_code(
    verbs: dict[str, Any], acts: dict[str, set[str]]
) -> None:
    modules = {name: view.__module__ for _route, name, view in OURS}
    assert set(verbs) == set(acts)
    assert all(step_up.kind_of(name, modules[name]) for names in acts.values() for name in names)
