"""Sets one paper: JSON on the standard input, the document on the standard output. A process of its own.

It reads its templates and the two fonts, and writes nothing else. Exit code 1: the template could not be set.
"""

import base64
import io
import json
import resource
import sys
from pathlib import Path

import cvttf_NotoSansCJK_Bold
import cvttf_NotoSansCJK_Regular
import typst
from PIL import Image

FONTS = [Path(str(m.__file__)).parent for m in (cvttf_NotoSansCJK_Regular, cvttf_NotoSansCJK_Bold)]
CPU_SECONDS = 15
MEMORY = 3 * 1024**3  # bytes of address space; the fonts are mapped, not read
COLOURS = 48  # a few inks and their edges
PIXELS_AN_INCH = 144


def main() -> None:
    """Reads what to set, sets it, writes it."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = json.load(sys.stdin)
    folder = Path(asked["folder"])
    # Pictures are open files of this process, which lie in no folder.
    root = Path("/") if asked["has_pictures"] else folder
    pages = compiled(asked["template"], asked["form"], asked["paper"], folder, root)
    if asked["form"] == "pngs":
        sys.stdout.write(json.dumps([base64.b64encode(small(page)).decode() for page in pages]))
    else:
        sys.stdout.buffer.write(small(pages[0]) if asked["form"] == "png" else pages[0])


def compiled(template: str, form: str, paper: dict[str, object], folder: Path, root: Path) -> list[bytes]:
    """The pages as pictures, or the one PDF. Raises typst.TypstError."""
    compiler = typst.Compiler(
        root=str(root),
        font_paths=[str(folder) for folder in FONTS],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
    )
    # Without a moment of making, the same text gives the same bytes.
    document = compiler.compile(
        input=str(folder / f"{template}.typ"),
        format="pdf" if form == "pdf" else "png",
        ppi=PIXELS_AN_INCH,
        timestamp=0,
    )
    pages = document if isinstance(document, list) else [document]
    return [page for page in pages if isinstance(page, bytes)]


def small(picture: bytes) -> bytes:
    """The picture in few colours, so that chat programs pass it on as it is."""
    target = io.BytesIO()
    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    drawn.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        target, "PNG", optimize=True
    )
    return target.getvalue()


if __name__ == "__main__":
    main()
