import argparse
from pathlib import Path
from typing import Any

import pytest

from huaihai.education.commands import add_to
from huaihai.education.importing.tests.made_files import p, web_page, word_file
from huaihai.education.models import ImportedPage, Publication

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_to(parser.add_subparsers())
    args = parser.parse_args(["education", "import-files", *words])
    return int(args.run(args))


def test_a_folder_is_handed_in_and_nothing_is_published(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FILES = tmp_path / "store"
    (tmp_path / "old" / "2019").mkdir(parents=True)
    (tmp_path / "old" / "2019" / "a.html").write_bytes(web_page("gbk").raw)
    (tmp_path / "old" / "b.docx").write_bytes(word_file(p("另一篇"), p("正文")).raw)
    (tmp_path / "old" / "c.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert run(str(tmp_path / "old")) == 0
    said = capsys.readouterr().out
    assert all(
        words in said for words in ("a.html: 预付卡退费提示", "b.docx: 另一篇", ".docx", "/office/imports/")
    )
    assert sorted(ImportedPage.objects.values_list("state", flat=True)) == ["read", "read", "refused"]
    assert not Publication.objects.exists()


def test_a_wrong_path_or_body_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "nothing.html")) == 2
    assert "nothing.html" in capsys.readouterr().err
    assert run(str(tmp_path), "--body", "city:000000") == 2
    assert "city:000000" in capsys.readouterr().err
