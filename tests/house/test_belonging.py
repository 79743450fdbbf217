"""What becomes of every table when a city leaves is written down, with its reason."""

from django.apps import apps

from huaihai.front.leaving import roots, words
from huaihai.members.models import Account

LINES = words.lines()


def test_every_table_has_its_word_and_its_reason() -> None:
    assert {model._meta.label for model in apps.get_models(include_auto_created=True)} == {
        model._meta.label for model in LINES
    }
    assert {line.word for line in LINES.values()} <= set(words.WORDS)
    assert [line.model for line in LINES.values() if not line.why.strip()] == []


def test_every_way_leads_to_what_goes() -> None:
    for line in LINES.values():
        if line.root:
            assert line.root in roots.ROOTS, line
        above = line.above
        if above is None:
            continue
        if line.word in (words.ENDS, words.ANEW):
            assert above is Account or LINES[above].word in (words.GOES, words.ENDS, words.ANEW), line
        else:
            assert LINES[above].is_taken, line


def test_what_goes_needs_nothing_that_stays() -> None:
    """A column that may be empty is emptied; one that may not would leave the row without what it is of."""
    needed = [
        f"{line.model._meta.label}.{field.name}"
        for line in LINES.values()
        if line.is_taken
        for field in line.model._meta.concrete_fields
        if field.related_model and not field.null and not LINES[field.related_model].is_taken
    ]
    assert needed == []


def test_a_table_that_goes_is_found_in_one_way() -> None:
    lost = [
        line.model._meta.label
        for line in LINES.values()
        if line.word in (words.GOES, words.ENDS) and not line.by
    ]
    assert lost == []


def test_what_others_need_stands_first() -> None:
    met: set[words.Model] = set()
    for line in words.taken():
        for field in line.model._meta.concrete_fields:
            target = field.related_model
            if target and not field.null and target is not line.model and LINES[target].is_taken:
                assert target in met, f"{line.model._meta.label} stands before {target._meta.label}"
        met.add(line.model)
