"""What must and must not stand in the files of the repository."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u9fff]")
TEMPLATE_COMMENT = re.compile(r"{#.*?#}|{% comment.*?{% endcomment %}", re.DOTALL)


def tracked(*patterns: str) -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a clone")
    command = ["git", "ls-files", "-z", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_the_machine_it_was_written_on() -> None:
    places = [f"{place}/".encode() for place in (ROOT, Path.home())]
    assert not [path.name for path in tracked() if any(place in path.read_bytes() for place in places)]


def test_pins_have_hashes_and_no_addresses() -> None:
    for path in tracked("requirements/*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins)


def test_what_is_made_on_the_machine_is_not_committed() -> None:
    assert not tracked("*.mo", "*.sqlite3", "var", ".venv", ".tools", "**/locale/zh_Hant/*")


def test_templates_speak_through_the_catalogues() -> None:
    chinese = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in tracked("huaihai/*.html", "huaihai/*.txt")
        if "templates" in path.parts
        for line in TEMPLATE_COMMENT.sub("", path.read_text(encoding="utf-8")).splitlines()
        if HAN.search(line)
    ]
    assert not chinese


def test_the_project_needs_what_the_pins_were_made_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.12"
    assert project["scripts"] == {"huaihai": "huaihai.cli:main"}
