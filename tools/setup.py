"""`make setup`: everything the program and its checks need, from the package registry, pinned by hash.

`setup.py run`, the first step of `make run`, installs what serving needs and leaves tests and tools to `make test`; the
cards are learned beside it, for whoever asks first.

Each step leaves a stamp of what it was made from in `.tools/`; a step whose inputs are unchanged is skipped,
so that a second run costs nothing. Standard library only: it runs before anything is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import poppler
import tesseract

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
UV = TOOLS / "uv" / "bin" / "uv"
PYTHON = VENV / "bin" / "python"


type Files = Callable[[], Iterable[Path]]


@dataclass(frozen=True)
class Step:
    """Work that is skipped if it was done from the same inputs and all that it makes is still there."""

    what: str
    work: Callable[[], None]
    inputs: Files
    makes: Files

    @property
    def stamp(self) -> Path:
        return TOOLS / f"{self.work.__name__}.stamp"

    def is_done(self) -> bool:
        is_there = all(made.exists() for made in self.makes()) and self.stamp.exists()
        return is_there and self.stamp.read_text() == digest(self.inputs())

    def do(self) -> bool:
        """Whether there was something to do."""
        if self.is_done():
            return False
        print(f"setup: {self.what} …", flush=True)
        began, fingerprint = time.monotonic(), digest(self.inputs())
        self.stamp.unlink(missing_ok=True)
        self.work()
        self.stamp.write_text(fingerprint)
        print(f"setup: {self.what} took {time.monotonic() - began:.1f} s", flush=True)
        return True


def papers() -> bool:
    """What draws and reads them; one after the other, since apt lets only one in."""
    return any([poppler.install(), tesseract.install()])


def main(asked: str = "") -> int:
    began = time.monotonic()
    TOOLS.mkdir(exist_ok=True)
    if asked == "cards":
        os.nice(10)  # whoever reads a page comes first
        CARDS.do()
        return 0
    packages = RUN_PACKAGES if asked == "run" and not PACKAGES.is_done() else PACKAGES
    with ThreadPoolExecutor() as beside:
        drawn, printed = beside.submit(charts), beside.submit(papers)
        done = [UV_ITSELF.do(), packages.do()]
        others = [beside.submit(TEXTS.do), beside.submit(cards_later if asked == "run" else CARDS.do)]
        done += [drawn.result(), STATIC.do(), printed.result(), *(one.result() for one in others)]
    seconds = time.monotonic() - began
    print(f"setup: {'done' if any(done) else 'nothing to do'} ({seconds:.1f} s)", flush=True)
    return 0


def digest(inputs: Iterable[Path]) -> str:
    """A hash of the names and contents of the inputs and of the interpreter's version."""
    total = hashlib.sha256(sys.version.encode())
    for path in sorted(inputs):
        total.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def install_uv() -> None:
    folder = TOOLS / "uv"
    run(sys.executable, "-m", "venv", "--clear", folder)
    pip: list[str | Path] = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", ROOT / "requirements" / "bootstrap.txt")


def install_packages() -> None:
    install("dev.txt")


def install_run_packages() -> None:
    install("base.txt")


def install(names: str) -> None:
    for one in (PACKAGES, RUN_PACKAGES):  # what is there follows one list only
        one.stamp.unlink(missing_ok=True)
    if not works(PYTHON):
        run(base_python(), "-m", "venv", "--clear", "--without-pip", VENV)
    target = ("--quiet", "--python", PYTHON)
    run(UV, "pip", "sync", *target, "--require-hashes", ROOT / "requirements" / names)
    # Hashes refuse a folder, and sync removes what is not in its list: so the program itself comes after it.
    run(UV, "pip", "install", *target, "--no-deps", "--offline", "-e", ROOT)


def package_inputs() -> list[Path]:
    return [*REQUIREMENTS.glob("*.txt"), ROOT / "pyproject.toml"]


def program() -> list[Path]:
    return [PYTHON, VENV / "bin" / "huaihai"]


def works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", "pass"], check=False).returncode == 0


def base_python() -> Path:
    """The interpreter itself where this one runs in a virtual environment."""
    return Path(getattr(sys, "_base_executable", sys.executable))


def catalogue_inputs() -> list[Path]:
    converter = ROOT / "huaihai" / "kit" / "text" / "scripts.py"
    return [ROOT / "tools" / "catalogues.py", converter, *written_catalogues()]


def written_catalogues() -> list[Path]:
    own = package().rglob("locale/zh_Hans/LC_MESSAGES/django.po")
    folders = (ROOT / "countries", ROOT / "tests" / "countries")
    brought = (path for folder in folders for path in folder.glob("*/locale/*/LC_MESSAGES/django.po"))
    return [*own, *brought]


def compiled() -> list[Path]:
    return [catalogue.with_suffix(".mo") for catalogue in written_catalogues()]


def compile_catalogues() -> None:
    run(PYTHON, ROOT / "tools" / "catalogues.py", "compile")


CARD_WEIGHTS = ROOT / "countries" / "china" / "triage" / "weights.npz"


def card_inputs() -> list[Path]:
    folder = CARD_WEIGHTS.parent
    search = ROOT / "huaihai" / "law" / "triage"
    return [*folder.rglob("*.toml"), *folder.rglob("*.txt"), *search.glob("*.py"), *search.glob("data/*.txt")]


def learn_cards() -> None:
    run(VENV / "bin" / "huaihai", "triage", "learn")


def cards_later() -> bool:
    """In a process of its own, while the pages are served already; whoever asks the cards before waits for it."""
    if CARDS.is_done():
        return False
    with (TOOLS / "cards.log").open("w") as said:
        subprocess.Popen(
            [sys.executable, __file__, "cards"], stdout=said, stderr=said, start_new_session=True
        )
    return True


def charts() -> bool:
    """The library of interactive charts, where npm is on the machine; without it pages keep to their plain charts."""
    if shutil.which("npm") is None:
        print("setup: no npm on this machine, so charts are plain ones only", flush=True)
        return False
    return CHARTS.do()


def chart_inputs() -> list[Path]:
    return [ROOT / "tools" / "charts" / name for name in ("package.json", "package-lock.json", ".npmrc")]


def chart_library() -> Path:
    return package() / "desk" / "static" / "desk" / "vendor" / "echarts" / "echarts.common.min.js"


def install_charts() -> None:
    """By the hashes of the lock. It is no must: a registry that cannot be reached is said, and set-up goes on."""
    folder = TOOLS / "charts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in chart_inputs():
        shutil.copy(path, folder)
    if subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=folder, check=False).returncode:
        print(
            "setup: npm could not install the interactive charts, so charts are plain ones only", flush=True
        )
        return
    installed, target = folder / "node_modules" / "echarts", chart_library().parent
    target.mkdir(parents=True, exist_ok=True)
    for name in ("dist/echarts.common.min.js", "LICENSE", "NOTICE"):
        shutil.copy(installed / name, target)


def static_inputs() -> list[Path]:
    files = (path for path in package().glob("*/static/**/*") if path.is_file())
    return [package() / "settings.py", ROOT / "requirements" / "base.txt", *files]


def gather_static_files() -> None:
    target = ROOT / "var" / "static"
    shutil.rmtree(target, ignore_errors=True)
    django: list[str | Path] = [PYTHON, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    run(*django, DJANGO_SETTINGS_MODULE="huaihai.settings")
    target.mkdir(parents=True, exist_ok=True)


def package() -> Path:
    return ROOT / "huaihai"


REQUIREMENTS = ROOT / "requirements"
UV_ITSELF = Step(
    "uv, which installs the rest", install_uv, lambda: [REQUIREMENTS / "bootstrap.txt"], lambda: [UV]
)
PACKAGES = Step("packages, at the pinned versions", install_packages, package_inputs, program)
RUN_PACKAGES = Step(
    "packages that serving needs, at the pinned versions", install_run_packages, package_inputs, program
)
TEXTS = Step("translations", compile_catalogues, catalogue_inputs, compiled)
CARDS = Step("problem cards, learned for the search", learn_cards, card_inputs, lambda: [CARD_WEIGHTS])
CHARTS = Step("interactive charts", install_charts, chart_inputs, lambda: [chart_library()])
STATIC = Step("static files", gather_static_files, static_inputs, lambda: [ROOT / "var" / "static"])


def run(*command: str | Path, **environment: str) -> None:
    env = {**os.environ, "VIRTUAL_ENV": str(VENV), "UV_NO_PROGRESS": "1", **environment}
    finished = subprocess.run(command, cwd=ROOT, env=env, check=False)
    if finished.returncode:
        raise SystemExit(f"setup: this failed: {' '.join(map(str, command))}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
