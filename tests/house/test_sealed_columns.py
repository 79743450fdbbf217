"""Whatever is sealed gets a new key with all else: nothing is sealed where `huaihai keys reseal` does not come."""

import re
from pathlib import Path

from huaihai import reactions
from huaihai.cases.models import SearchDoc
from huaihai.kit.keys.columns import by_model
from tests.keys import dump

PACKAGE = Path(__file__).parents[2] / "huaihai"
# Where something is sealed outside of sealed fields, and how it comes under a new key.
KNOWN = {
    "cases/importing/bringing.py": "a field of a form, which lives as long as a page of staff",
    "supervision/testing/buying/forms.py": "a field of a form, likewise",
    "desk/sought.py": "words of a search in an address, which are typed anew",
    "cases/models/search.py": "a column",
    "cases/search/indexing.py": "a column",
    "members/adapters.py": "a column",
    "supervision/visiting/uploading.py": "a column",
    "kit/rows.py": "sealed fields, put in past their models",
    "kit/fields.py": "sealed fields",
    "kit/sessions.py": "a column",
    "kit/filestore/sealed.py": "files",
    "kit/keys/columns.py": "sealed anew",
}
SEALING = re.compile(r"\bsealing\.seal(_bytes)?\(|sealing import .*\bseal")


def test_everything_that_seals_is_known() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and SEALING.search(path.read_text(encoding="utf-8"))
    }
    assert found == KNOWN.keys()


def test_every_column_that_is_named_is_come_to() -> None:
    tables = {
        f"{model._meta.db_table}.{column.name}" for model, some in by_model().items() for column in some
    }
    assert tables >= {
        "cases_case.story",
        "cases_searchdoc.text",
        "cases_case.lead_key",
        "cases_searchkey.salt",
        "cases_searchkey.salts",
        "django_session.session_data",
        "mfa_authenticator.data",
        "record_event.text",
        "supervision_photo_piece.content",
    }
    assert len(reactions.SEALED_COLUMNS) == 4


def test_what_leads_to_a_case_is_sealed_with_its_key() -> None:
    """Documents of the search are the city's whose officers search them."""
    unsaid = {
        model.__name__
        for model in by_model()
        if dump.way_to_case(model) and not hasattr(model, "sealed_with") and model is not SearchDoc
    }
    assert unsaid == set()
