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


def test_an_import_reports_in_chinese_what_was_done(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(article) == 0
    said = capsys.readouterr().out
    assert "淮海经济区开展电水壶比较试验" in said
    assert "2024-03-05" in said
    assert "演示消费报" in said
    assert "曖心" in said
    assert Publication.objects.get().get_absolute_url() in said


def test_a_second_import_says_that_nothing_changed(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(article)
    capsys.readouterr()
    assert run(article) == 0
    assert "没有改动" in capsys.readouterr().out
    assert Publication.objects.count() == 1


def test_a_dry_run_stores_nothing(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(article, "--dry-run") == 0
    assert "试" in capsys.readouterr().out
    assert not Publication.objects.exists()


def test_date_and_source_may_be_given(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("标题\n正文。", encoding="utf-8")
    assert run(str(tmp_path / "bare.txt"), "--date", "2024-05-01", "--source", "演示报") == 0
    assert str(Publication.objects.get().published_on) == "2024-05-01"


@pytest.mark.parametrize(
    ("raw", "said"),
    [("标题\n正文。".encode(), "--date"), (b"\xff\xfe\x00\x81", "picture"), (b"a" * 2_000_001, "picture")],
)
def test_bad_input_is_refused_in_one_line_with_code_2(
    raw: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "picture.txt").write_bytes(raw)
    assert run(str(tmp_path / "picture.txt")) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err
    assert not Publication.objects.exists()


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "nothing.txt")) == 2
    assert "nothing.txt" in capsys.readouterr().err


def test_an_address_that_is_none_is_refused(article: str) -> None:
    with pytest.raises(SystemExit) as refused:
        run(article, "--url", "javascript:alert(1)")
    assert refused.value.code == 2
