"""How the Chinese of these pages is written."""

import re
from pathlib import Path

import polib

ROOM = Path(__file__).resolve().parents[1]
GLUED = re.compile(r"[\u4e00-\u9fff]%\((?:day|sum|n|number|counted|own|left|phone|end)\)s")


def test_a_number_stands_apart_from_the_character_before_it() -> None:
    catalogue = polib.pofile(str(ROOM / "locale/zh_Hans/LC_MESSAGES/django.po"))
    said = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in said if GLUED.search(text)] == []
