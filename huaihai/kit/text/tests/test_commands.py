import argparse
import io
import sys
from pathlib import Path

import pytest

from huaihai.kit.text.commands import add_to

SPOILED = "商店應(yīng)當(dāng)開(kāi)發(fā)票。\r\n"
CLEAN = "商店应当开发票。\r\n"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_to(parser.add_subparsers())
    args = parser.parse_args(["text", *words])
    assert args.needs_django is False
    return int(args.run(args))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_result_goes_to_standard_output_and_the_report_to_standard_error(
    encoding: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "article.txt").write_bytes(SPOILED.encode(encoding))
    code = run("repair", str(tmp_path / "article.txt"))
    out, err = capfdbinary.readouterr()
    assert (code, out.decode()) == (0, CLEAN)
    assert "删去夹在繁体字后的带声调拼音 4 处" in err.decode()


def test_standard_input_is_read_for_a_dash(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("他叫李(li)明".encode())))
    code = run("repair", "-")
    out, err = capfdbinary.readouterr()
    assert (code, out.decode()) == (0, "他叫李(li)明")
    assert "李(li)" in err.decode()


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00\x81", b"ok\x00"])
def test_a_file_that_is_no_text_is_refused_in_one_line(
    raw: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "picture.jpg").write_bytes(raw)
    assert run("repair", str(tmp_path / "picture.jpg")) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "picture.jpg" in err


def test_a_missing_file_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("repair", str(tmp_path / "nothing.txt")) == 2
    assert "找不到文件" in capfd.readouterr().err


def test_byte_damage_is_reported_with_its_suggestion(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("因?yàn)榫W購的電視壞了", encoding="utf-8")
    assert run("repair", str(tmp_path / "a.txt")) == 0
    out, err = capfd.readouterr()
    assert out == "因?yàn)榫W购的电视坏了"
    assert "因为网" in err
