"""Real messages and replies, as files in two encodings: local data, skipped where it is absent.

`make test` takes a part of them, the long run all (7,142 texts).
"""

import csv
import gzip
from collections.abc import Iterator

from huaihai.education.importing import facts as importing_facts
from huaihai.education.importing import reading
from huaihai.education.importing.files import CannotRead
from huaihai.education.importing.tests.made_files import handed
from huaihai.kit.text.tests.shared import shared_file
from tests.effort import examples


def real_texts() -> Iterator[str]:
    for name in ("messages", "replies"):
        with gzip.open(shared_file(f"taidi2020c_{name}.csv.gz"), "rt", encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield max(row, key=len)


def test_real_texts_are_read_right_and_left_as_they_are() -> None:
    texts = list(real_texts())[:: examples(10, 1)]
    wrong = [
        text[:40] for text in texts for encoding in ("utf-8", "gb18030") if not _is_right(text, encoding)
    ]
    assert len(texts) > examples(700, 5_000)
    assert not wrong


def _is_right(text: str, encoding: str) -> bool:
    try:
        read = reading.read(handed("message.txt", text.encode(encoding)))
    except CannotRead:
        return False
    questions = {one.kind for one in importing_facts.questions(read.repair)}
    is_untouched = not read.repair.changed and "".join(read.found.text.split()) == "".join(text.split())
    return is_untouched and not read.candidates and questions <= {"mixed_script"}
