"""What an administrator finds shut: addresses, and what stands beside a case, a code, a vote or a payment.

Each way was written down first. Becoming somebody else, and the second person, are in `test_administrator_ways`.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Representative
from huaihai.businesses.people import verbs as business_people
from huaihai.cases.models import Case
from huaihai.compensation.claims import deciding
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.models import Claim
from huaihai.desk.lives import DeskError
from huaihai.governance.directory import verbs as directory
from huaihai.governance.models import Choice, Contact, Vote
from huaihai.governance.motions import voting
from huaihai.governance.tests import deciding as ten_decide
from huaihai.kit import clock
from huaihai.members import factors
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from tests.posts import PROGRAM, SECRET, body, post_at, sign_in
from tests.security.administrators import (
    LEAD,
    NAMES,
    House,
    assemble,
    sees_no_case,
    what_is_held,
)

pytestmark = pytest.mark.django_db
type Way = Callable[[House], None]


@pytest.fixture
def house() -> House:
    return assemble()


# Doors ---------------------------------------------------------------------------------------------------------------

DOORS: dict[str, Callable[[House], tuple[str, list[Any]]]] = {
    "opens the file of a case": lambda house: ("desk-case", [house.case.pk]),
    "unmasks the consumer": lambda house: ("desk-unmasking", [house.case.pk]),
    "reads the consents of a case": lambda house: ("desk-consents", [house.case.pk]),
    "reads the receipt code": lambda house: ("desk-receipt", [house.case.pk]),
    "makes a code to upload evidence": lambda house: ("desk-upload-code", [house.case.pk]),
    "opens a piece of evidence": lambda house: (
        "desk-evidence",
        [house.case.pk, house.case.evidence.get().pk],
    ),
    "makes a letter with a code for the business": lambda house: ("letter-new", [house.case.pk]),
    "prints the sheet of a case": lambda house: ("sheet-new", [house.case.pk]),
    "takes a step in a case": lambda house: ("desk-step", [house.case.pk, "closing"]),
    "brings a case in by hand": lambda _house: ("desk-register", []),
    "takes cases over in a row": lambda _house: ("desk-entrust", []),
    "reads forwarded cases": lambda _house: ("desk-forwarded", []),
    "takes the table of forwarded cases away": lambda _house: ("desk-forwarded-table", []),
    "reads the drafts from paper": lambda _house: ("desk-drafts", []),
    "reads what people called about": lambda _house: ("desk-calls", []),
    "opens the claim of a fund": lambda house: ("desk-fund-claim", [house.claim.pk]),
    "approves the claim": lambda house: ("desk-fund-claim-step", [house.claim.pk, "approval"]),
    "looks at the payee": lambda house: ("desk-fund-claim-payee", [house.claim.pk]),
    "opens a fund": lambda _house: ("desk-fund-pool", []),
    "writes rules for a fund": lambda house: ("desk-fund-rules-new", [house.market.fund.pk]),
    "takes the month of a fund away": lambda house: (
        "desk-fund-month-table",
        [house.market.fund.pk, 2026, 11],
    ),
    "reads the bank lines": lambda house: ("desk-fund-bank", [house.market.fund.pk]),
    "answers for a business": lambda house: ("business-claim-step", [house.claim.pk, "approval"]),
    "makes a payment file": lambda house: ("business-payment-file-new", [house.market.fund.pk]),
    "names who answers for a business": lambda house: ("business-representatives", [house.market.market.pk]),
    "draws a motion up": lambda _house: ("office-motion-new", []),
    "signs the agreement": lambda _house: ("office-agreement-signature", ["first"]),
    "plans a hand-over of the office": lambda _house: ("office-hand-over-planned", []),
    "signs a publication": lambda _house: ("office-publication-signature", [uuid4()]),
    "publishes a narrative": lambda _house: ("office-narrative-publication", [uuid4()]),
    "reads the outbox with its codes": lambda _house: ("outbox", []),
}


@pytest.mark.parametrize("way", DOORS)
def test_a_door_is_shut(house: House, way: str) -> None:
    address, args = DOORS[way](house)
    url, before = reverse(address, args=args), what_is_held(house)
    typed = {"code": factors.code_of(SECRET), "text": "x", "username": "system", "seen": "0"}
    for name in ("system", "security"):
        client = house.browser(name)
        for answer in (client.get(url), client.post(url, typed)):
            assert answer.status_code in (404, 405), f"{answer.status_code} {way}"
    assert what_is_held(house) == before


# What stands beside a case, a code, a vote or a payment --------------------------------------------------------------


def moves_the_number_that_messages_go_to(house: House) -> None:
    stated = directory.Stated(Contact.Kind.PERSON, "手机", "13800000002", account=house.head)
    held = directory.add(body(LEAD), stated=stated, from_on=clock.today(), by=PROGRAM, at=clock.now())
    node, client = body(LEAD), house.browser("system")
    typed = {
        "kind": "person",
        "label": "手机",
        "phone": "13899999999",
        "account": str(house.head.pk),
        "seen": held.version,
    }
    for name, args in (
        ("office-directory-line", [node.pk, held.pk]),
        ("office-directory-line-new", [node.pk]),
        ("office-directory-line-end", [node.pk, held.pk]),
        ("office-directory-line-look", [node.pk, held.pk]),
    ):
        client.post(reverse(name, args=args), typed)
    held.refresh_from_db()
    assert (held.private_phone, held.until_on) == ("13800000002", None)
    assert Contact.objects.filter(kind="person").count() == 1
    assert "13800000002" not in client.get(reverse("office-directory-body", args=[node.pk])).text
    with pytest.raises(DeskError):
        directory.look(held, by=house.actor("system"), at=clock.now())


def appoints_oneself_for_the_business(house: House) -> None:
    for name in NAMES:
        with pytest.raises(DeskError):
            business_people.appoint(
                house.administrators[name],
                house.market.market,
                from_on=clock.today(),
                by=house.actor(name),
                at=clock.now(),
            )
    assert not Representative.objects.filter(account__username__in=NAMES).exists()


def decides_the_claim_in_the_code(house: House) -> None:
    for name in NAMES:
        with pytest.raises(DeskError):
            deciding.approve(house.claim, sum_fen=house.claim.asked_fen, by=house.actor(name), at=clock.now())
        with pytest.raises(DeskError):
            claims_verbs.show_payee(house.claim, by=house.actor(name), at=clock.now())


def exchanges_the_payee_in_the_code(house: House) -> None:
    payee = {"name": "x", "account": "6222000000000001", "bank": "x"}
    with pytest.raises(DeskError):
        claims_verbs.name_payee(
            house.claim,
            payee=payee,
            consent="2026-11",
            seen=house.claim.version,
            by=house.actor("system"),
            at=clock.now(),
        )


def asks_for_rows_that_are_visible(house: House) -> None:
    for name in NAMES:
        actor = house.actor(name)
        assert not actor.may_open_files
        assert not Case.objects.visible_to(actor).exists()
        assert not Claim.objects.visible_to(actor).exists()


def reads_the_record_for_secrets(house: House) -> None:
    """What stands in the audit, the outbox's counts and the list of people tells no name, number or code."""
    client = house.browser("security")
    for name in ("system", "system-audit", "system-bodies", "people", "people-waiting"):
        page = client.get(f"{reverse(name)}?since=all").text
        assert "Li (test)" not in page
        assert "13800000001" not in page
        assert "6222000000000000" not in page


BESIDE: dict[str, Way] = {
    way.__name__.replace("_", " "): way
    for way in (
        moves_the_number_that_messages_go_to,
        appoints_oneself_for_the_business,
        decides_the_claim_in_the_code,
        exchanges_the_payee_in_the_code,
        asks_for_rows_that_are_visible,
        reads_the_record_for_secrets,
    )
}


@pytest.mark.parametrize("way", BESIDE)
def test_what_stands_beside_is_shut_too(house: House, way: str) -> None:
    before = what_is_held(house)
    BESIDE[way](house)
    assert what_is_held(house) == before


def test_no_page_of_an_administrator_shows_a_case(house: House) -> None:
    for name in NAMES:
        assert sees_no_case(house.browser(name), house)


def test_an_administrator_votes_for_no_body() -> None:
    ten = ten_decide.assemble()
    motion = ten_decide.tabled(ten)
    ten_decide.in_writing(ten, motion)
    admin, client, node = post_at("alliance", Role.SYSTEM_ADMIN), Client(), ten.bodies[1]
    sign_in(client, admin.account)
    ballot = {"choice": "for", "reason": "", "text_seen": motion.document_hash, "body": str(node.pk)}
    for name in (
        "office-motion-vote",
        "office-motion-own-vote",
        "office-motion-taking-back",
        "office-motion-count",
    ):
        assert client.post(reverse(name, args=[motion.pk]), ballot).status_code in (302, 404, 409)
    with pytest.raises(DeskError):
        voting.cast_vote(
            motion,
            node,
            choice=Choice.FOR,
            text_seen=motion.document_hash,
            by=Actor.officer(admin),
            at=ten_decide.MONDAY + ten_decide.HOUR,
        )
    assert not Vote.objects.exists()
