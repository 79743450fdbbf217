"""A copy of the database tells nothing about people, the demo's whole year long."""

import pytest

from huaihai.cases.models import Case, Complainant
from huaihai.members.models import Account
from tests.privacy import dump

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
# Columns in clear that repeat words which are sealed elsewhere. Names, telephones, accounts and addresses of mail are
# looked for in them, too, and are not there.
SAID_OPENLY = {
    "cases_case.title": "the first words of a complaint, masked, for lists and alarms; erased with the file",
    "cases_consultation.topic": "the masked first words of a question, for lists; erased after a year",
    "businesses_business.name": "the public register",
    "businesses_business.words": "the public register",
    "insight_index_row.name": "of companies alone, in a public table",
    "businesses_place.sign": "the public register",
    "record_outboxmessage.title": "the program's own words; what was written stands in the sealed text",
    "businesses_standingofferversion.note": "a published offer, which is repeated to who takes it",
    "education_edition.reason": "why a published text was corrected, which is published",
}


def test_nothing_personal_stands_in_clear() -> None:
    looked_for = dump.personal()
    assert len(looked_for.names) > 20
    assert len(looked_for.numbers) > 100
    assert len(looked_for.pieces) > 500

    found = dump.in_clear(looked_for, dump.cells(), said_openly=SAID_OPENLY)

    assert found == {}


def test_what_would_stand_in_clear_is_found() -> None:
    person = Complainant.objects.exclude(name="").exclude(phone="").first()
    staff = Account.objects.exclude(display_name="").first()
    story = Case.objects.exclude(story="").first()
    assert person is not None
    assert staff is not None
    assert story is not None
    looked_for = dump.personal()
    for text in (person.name, f"电话{person.phone}", f'{{"phone": "+86{person.phone}"}}', story.story):
        assert dump.in_clear(looked_for, [("some.column", f"x，{text}。")])
    assert not dump.in_clear(looked_for, [("some.column", "3203-2026-000000-0 投诉已受理")])
