import argparse
from pathlib import Path

import pytest

from huaihai.education.commands import add_to
from huaihai.education.models import Publication
from huaihai.education.tests.cast import ARTICLE

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_to(parser.add_subparsers())
    args = parser.parse_args(["education", "import", *words])
    return int(args.run(args))


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return str(path)


def test_an_import_reports_in_chinese_what_was_done_and_again_that_nothing_changed(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(article, "--dry-run") == 0
    assert "试" in capsys.readouterr().out
    assert not Publication.objects.exists()
    assert run(article) == 0
    said = capsys.readouterr().out
    address = Publication.objects.get().get_absolute_url()
    for words in ("淮海经济区开展电水壶比较试验", "2024-03-05", "演示消费报", "曖心", address):
        assert words in said
    assert run(article) == 0
    assert "没有改动" in capsys.readouterr().out
    assert Publication.objects.count() == 1


def test_date_and_source_may_be_given(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("标题\n正文。", encoding="utf-8")
    assert run(str(tmp_path / "bare.txt"), "--date", "2024-05-01", "--source", "演示报") == 0
    assert str(Publication.objects.get().published_on) == "2024-05-01"


def test_bad_input_is_refused_in_one_line_with_code_2(
    article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "picture.txt"
    for raw, words in (
        (None, "picture.txt"),
        ("标题\n正文。".encode(), "--date"),
        (b"\xff\xfe\x00\x81", "picture"),
        (b"a" * 2_000_001, "picture"),
    ):
        if raw is not None:
            path.write_bytes(raw)
        assert run(str(path)) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n"), words in err) == ("", 1, True), words
    with pytest.raises(SystemExit) as refused:
        run(article, "--url", "javascript:alert(1)")
    assert refused.value.code == 2
    assert not Publication.objects.exists()
