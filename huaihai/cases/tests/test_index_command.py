"""`huaihai cases index`: the search brought up to date, and written anew under another key."""

import pytest

from huaihai import cli
from huaihai.cases.models import Case, SearchDoc, SearchKey
from tests import cast as people


@pytest.mark.django_db
def test_the_index_is_brought_up_to_date_and_renewed(capsys: pytest.CaptureFixture[str]) -> None:
    people.forwarded(people.assemble())

    assert cli.main(["cases", "index", "--lang", "en"]) == 0
    before = set(SearchDoc.objects.values_list("key", flat=True))
    assert cli.main(["cases", "index", "--lang", "en"]) == 0
    assert cli.main(["cases", "index", "--rotate", "--lang", "en"]) == 0

    assert capsys.readouterr().out.split("\n")[:3] == [
        "1 cases indexed",
        "0 cases indexed",
        "1 cases indexed",
    ]
    assert not Case.objects.filter(to_index=True).exists()
    assert before.isdisjoint(SearchDoc.objects.values_list("key", flat=True))
    assert SearchKey.objects.count() == 1
