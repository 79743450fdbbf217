"""The tool that collects, checks and compiles translations, on a made-up package."""

import gettext
from pathlib import Path

import catalogues
import pytest

SAYS = "from django.utils.translation import gettext as _, ngettext, pgettext\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "huaihai"
    room = package / "kitchen"
    (room / "templates" / "kitchen").mkdir(parents=True)
    for folder in (package, room):
        (folder / "__init__.py").touch()
    monkeypatch.setattr(catalogues, "PACKAGE", package)
    return room


def says(room: Path, python: str = "", template: str = "") -> None:
    (room / "views.py").write_text(SAYS + python, encoding="utf-8")
    (room / "templates" / "kitchen" / "page.html").write_text("{% load i18n %}" + template, encoding="utf-8")


def translated(room: Path, entries: str) -> None:
    path = catalogues.catalogue_of(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n' + entries, encoding="utf-8"
    )


def faults(capsys: pytest.CaptureFixture[str]) -> str:
    code = catalogues.check(catalogues.homes())
    said = capsys.readouterr().out
    assert code == (0 if "0 faults" in said else 1)
    return said


def test_new_texts_of_code_and_templates_wait_for_their_chinese(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    says(room, 'pgettext("verb", "File")\nngettext("a day", "%(n)s days", 2)\n', '{% translate "Stove" %}')
    catalogues.update(catalogues.homes(), prune=False)
    entries = {entry.msgid: entry for entry in catalogues.load(room)}
    assert set(entries) == {"File", "a day", "Stove"}
    assert entries["File"].msgctxt == "verb"
    assert entries["a day"].msgid_plural == "%(n)s days"
    assert faults(capsys).count("has no translation") == 3


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("", "in no catalogue"),
        ('msgid "Hot %(dish)s"\nmsgstr ""\n', "has no translation"),
        ('#, fuzzy\nmsgid "Hot %(dish)s"\nmsgstr "热%(dish)s"\n', "is fuzzy"),
        ('msgid "Hot %(dish)s"\nmsgstr "热菜"\n', "has placeholders"),
        ('msgid "Hot %(dish)s"\nmsgstr "热%(dish)s"\n\nmsgid "Cold"\nmsgstr "冷"\n', "is a leftover"),
        ('msgid "Hot %(dish)s"\nmsgstr "热%(dish)s"\n', " 0 faults"),
    ],
)
def test_a_catalogue_with_a_fault_is_refused(
    room: Path, capsys: pytest.CaptureFixture[str], entry: str, fault: str
) -> None:
    says(room, '_("Hot %(dish)s")\n')
    translated(room, entry)
    assert fault in faults(capsys)


def test_two_rooms_may_not_translate_one_text_in_two_ways(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    says(room, '_("Open")\n')
    translated(room, 'msgid "Open"\nmsgstr "打开"\n')
    other = room.parent / "pantry"
    other.mkdir()
    (other / "__init__.py").write_text(SAYS + '_("Open")\n', encoding="utf-8")
    translated(other, 'msgid "Open"\nmsgstr "营业中"\n')
    assert "use a context" in faults(capsys)


def test_leftovers_go_only_when_asked(room: Path) -> None:
    says(room)
    translated(room, 'msgid "Cold"\nmsgstr "冷"\n')
    catalogues.update([room], prune=False)
    assert len(catalogues.load(room)) == 1
    catalogues.update([room], prune=True)
    assert not len(catalogues.load(room))


def test_traditional_chinese_is_made_from_simplified(room: Path) -> None:
    says(room, '_("Mediation of %(case)s")\nngettext("a day", "%(n)s days", 2)\n')
    translated(
        room,
        'msgid "Mediation of %(case)s"\nmsgstr "%(case)s 的调解"\n\n'
        'msgid "a day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s 个工作日"\n',
    )
    catalogues.compile_all()
    with (room / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        texts = gettext.GNUTranslations(compiled)
    assert texts.gettext("Mediation of %(case)s") == "%(case)s 的調解"
    assert texts.ngettext("a day", "%(n)s days", 3) == "%(n)s 個工作日"
