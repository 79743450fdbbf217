"""A list counts to a thousand; one row more, and it says that there are more."""

import pytest

from huaihai.kit import paging
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from tests.cast import TUESDAY


@pytest.mark.django_db
def test_one_row_more_than_is_counted_is_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNT_TO", 4)
    found = []
    for number in range(5):
        outbox.queue(
            effect_key=f"{number}", subject="case:1", channel="sms", address="1", text="您好", at=TUESDAY
        )
        page = paging.page_of(OutboxMessage.objects.order_by("pk"), "2", per_page=2)
        found.append((page.number, page.total, page.is_more, page.has_next, len(page.rows)))

    assert found == [
        (1, 1, False, False, 1),
        (1, 2, False, False, 2),
        (2, 3, False, False, 1),
        (2, 4, False, False, 2),
        (2, 4, True, True, 2),
    ]
