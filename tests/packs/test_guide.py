"""The guide is followed to the letter: a term is changed in a copied pack with a spreadsheet and nothing else."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from huaihai import cli
from huaihai.alliance import Alliance
from huaihai.law.limits import BY_NAME

ROOT = Path(__file__).resolve().parents[2]
GUIDES = [ROOT / "docs" / "guides" / name for name in ("packs.md", "packs.zh-CN.md")]
BLOCK = re.compile(r"```(\w+)\n(.*?)\n *```", re.DOTALL)


def blocks(guide: Path, kind: str) -> list[str]:
    return [text.strip() for found, text in BLOCK.findall(guide.read_text(encoding="utf-8")) if found == kind]


def as_a_spreadsheet_saves_it(path: Path, charset: str, parted: str, more: str) -> None:
    rows = [*path.read_text(encoding="utf-8").splitlines(), more]
    path.write_bytes("".join(row.replace(",", parted) + "\r\n" for row in rows).encode(charset))


@pytest.mark.django_db
@pytest.mark.parametrize(("charset", "parted"), [("utf-8-sig", ","), ("gbk", ";")])
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_term_is_changed_as_the_guide_says(
    guide: Path, charset: str, parted: str, start: Callable[[Path], Alliance], tmp_path: Path
) -> None:
    before, after = blocks(guide, "csv")
    check, run, _country, _new = blocks(guide, "sh")
    folder = Path(shutil.copytree(ROOT / "alliances" / "taihu", tmp_path / "mine"))
    assert before in (folder / "clocks.csv").read_text(encoding="utf-8").splitlines()
    as_a_spreadsheet_saves_it(folder / "clocks.csv", charset, parted, after)

    assert cli.main(check.replace("alliances/taihu", str(folder)).split()[1:]) == 0
    assert run == "HUAIHAI_ALLIANCE=alliances/taihu make run DEMO=0"
    start(folder)
    page = Client(headers={"accept-language": "zh-hans"}).get("/alliance/rules/").text
    assert "7个工作日" in page
    assert after.split(",")[-2] in page
    assert guide.name == "packs.md" or "各家采用的期限" in page


@pytest.mark.parametrize(("charset", "parted"), [("utf-8-sig", ","), ("gbk", ";")])
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_national_limit_is_changed_as_the_guide_says(
    guide: Path, charset: str, parted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check = blocks(guide, "sh")[2]
    country = Path(shutil.copytree(ROOT / "countries" / "china", tmp_path / "countries" / "china"))
    alliance = Path(shutil.copytree(ROOT / "alliances" / "taihu", tmp_path / "alliances" / "taihu"))
    with (country / "limits.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows:
        if row[0] == "LIMITATION":
            row[1] = "5"
            row[-2:] = [row[-2].replace("3年", "5年"), row[-1].replace("3 years", "5 years")]
    with (country / "limits.csv").open("w", encoding=charset, newline="") as file:
        csv.writer(file, delimiter=parted).writerows(rows)

    assert cli.main(check.replace("countries/china", str(country)).split()[1:]) == 0
    assert "limits.csv" not in capsys.readouterr().out
    asked = [
        sys.executable,
        "-m",
        "huaihai.cli",
        "law",
        "due",
        "LIMITATION",
        "--from",
        "2026-01-05",
        "--json",
    ]
    env = {**os.environ, "HUAIHAI_ALLIANCE": str(alliance)}
    said = subprocess.run(asked, env=env, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert json.loads(said)["due_on"] == "2031-01-06"


@pytest.mark.django_db
def test_a_new_alliance_is_begun_as_the_guide_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], start: Callable[[Path], Alliance]
) -> None:
    for guide in GUIDES:
        new = blocks(guide, "sh")[-1].replace("alliances/mine", str(tmp_path / guide.name))
        assert cli.main(new.split()[1:]) == 0
        said = capsys.readouterr().out
        assert said.endswith("可以启动\n")
        assert "行还写着“待填”" in said
    start(tmp_path / GUIDES[0].name)
    assert "柳州" in Client().get("/").text


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_guide_names_every_term_that_members_may_set(guide: Path) -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", guide.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {name for name, limit in BY_NAME.items() if limit.adopted_by_body}
