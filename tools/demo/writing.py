"""Writing what the player left in the database, as `huaihai.kit.rows` spells it."""

import gzip
import shutil
from pathlib import Path

from django.conf import settings

from huaihai.front.demo import rows
from huaihai.front.demo.installing import FILES
from huaihai.kit.filestore import sealed
from huaihai.kit.rows import Model

LARGE = 1_000_000  # bytes; nobody reads the changes of such a file


def write(folder: Path) -> int:
    """Put all tables and files into the folder, in the place of what is there. How many rows there are."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _write_files(folder / FILES)
    return sum(_write_table(folder, name, model) for name, model in rows.kept_models().items())


def _write_table(folder: Path, name: str, model: Model) -> int:
    lines = list(rows.lines_of(model))
    text = "".join(lines).encode()
    if len(text) > LARGE:
        folder.joinpath(f"{name}{rows.COMPRESSED}").write_bytes(gzip.compress(text, mtime=0))
    elif text:
        folder.joinpath(f"{name}{rows.ENDING}").write_bytes(text)
    return max(0, len(lines) - 1)


def _write_files(folder: Path) -> None:
    for kept, opened in (("originals", sealed.open_original), ("derivatives", sealed.open_derivative)):
        for path in sorted(Path(settings.FILES).glob(f"{kept}/*/*")):
            folder.mkdir(exist_ok=True)
            (folder / path.name).write_bytes(b"".join(opened(path.name)))
