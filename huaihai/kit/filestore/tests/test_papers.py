"""A stranger's PDF is shown as pictures of its pages."""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.utils import translation
from PIL import Image, ImageChops, ImageDraw, ImageStat
from pypdf import PdfReader, PdfWriter

from huaihai.kit.filestore import Refused, file_response, redraw, store
from huaihai.kit.filestore.tests import hostile
from huaihai.kit.filestore.tests.pictures import upload

POPPLER = shutil.which("pdftoppm") or ""
pytestmark = pytest.mark.skipif(
    not POPPLER and os.environ.get("CI") != "true", reason="no poppler on this machine (make setup as root)"
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES, settings.PDFTOPPM = tmp_path / "files", POPPLER
    return tmp_path / "files"


def read(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def handed_out(contents: bytes) -> Any:
    stored = store(upload(contents, name="invoice.pdf"))
    assert (stored.kind, stored.derivative) == ("application/pdf", "")
    return file_response(sha256=stored.sha256, kind=stored.kind, name="invoice.pdf")


def test_nothing_that_acts_leaves_with_the_pages() -> None:
    contents = hostile.active_paper()
    assert contents.count(hostile.MARK) > 5

    response = handed_out(contents)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="invoice.pdf"'
    out = read(response)
    assert hostile.MARK not in out
    for word in (b"JavaScript", b"/JS", b"Launch", b"OpenAction", b"EmbeddedFile", b"/URI", b"/Annots"):
        assert word not in out
    found = PdfReader(io.BytesIO(out))
    assert len(found.pages) == 2
    assert [len(page.images) for page in found.pages] == [1, 1]
    assert max(found.pages[0].images[0].image.size) == redraw.PAGE_SIDE  # type: ignore[union-attr]


def test_a_receipt_that_never_ends_stays_wide_enough_to_read() -> None:
    out = PdfReader(io.BytesIO(read(handed_out(hostile.saved(hostile.paper(size=(200, 1000)))))))

    assert out.pages[0].images[0].image.size == (1080, 5400)  # type: ignore[union-attr]


@pytest.mark.parametrize(("turn", "is_wide"), [(0, False), (90, False), (0, True)])
def test_strips_of_a_page_that_never_ends_fit(turn: int, is_wide: bool) -> None:
    picture = Image.linear_gradient("L").resize((300, 2101)).convert("RGB")
    ImageDraw.Draw(picture).line((0, 0, 300, 2101), "red", 9)
    picture = picture.transpose(Image.Transpose.ROTATE_90) if is_wide else picture
    made, contents = io.BytesIO(), io.BytesIO()
    picture.save(made, "PDF", quality=95)
    paper = PdfWriter(clone_from=made)
    paper.pages[0].rotate(turn)
    paper.write(contents)

    (found,) = PdfReader(io.BytesIO(read(handed_out(contents.getvalue())))).pages[0].images

    wanted = picture.rotate(-turn, expand=True).resize(found.image.size)  # type: ignore[union-attr]
    assert max(found.image.size) == 7563  # type: ignore[union-attr]
    assert max(ImageStat.Stat(ImageChops.difference(found.image, wanted)).mean) < 2  # type: ignore[arg-type]


def test_one_that_was_taken_before_poppler_came_gets_its_pages_when_somebody_asks(settings: Any) -> None:
    settings.PDFTOPPM = ""
    contents = hostile.active_paper()
    assert read(handed_out(contents)) == contents

    settings.PDFTOPPM = POPPLER
    assert hostile.MARK not in read(handed_out(contents))


def test_an_old_one_that_cannot_be_drawn_is_kept_back_in_words(settings: Any) -> None:
    settings.PDFTOPPM = ""
    stored = store(upload(hostile.locked_paper(), name="a.pdf"))
    settings.PDFTOPPM = POPPLER

    response = file_response(sha256=stored.sha256, kind=stored.kind, name="a.pdf")

    assert (response.status_code, response["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert "password" in read(response).decode()
    with pytest.raises(Http404):
        file_response(sha256="0" * 64, kind=stored.kind, name="a.pdf")


def refusal(contents: bytes, files: Path) -> str:
    with pytest.raises(Refused) as caught:
        store(upload(contents, name="a.pdf"))
    assert not [path for path in files.rglob("*") if path.is_file()]
    return caught.value.message


@pytest.mark.parametrize(
    "contents", [pytest.param(*rest, id=name) for name, *rest in hostile.broken_papers()]
)
def test_a_broken_one_is_refused(files: Path, contents: bytes) -> None:
    assert "damaged" in refusal(contents, files)


def test_a_locked_one_is_refused_with_what_to_do(files: Path) -> None:
    assert "password" in refusal(hostile.locked_paper(), files)


def test_more_pages_than_anybody_reads_are_refused(files: Path) -> None:
    assert "100" in refusal(hostile.saved(hostile.paper(redraw.MOST_PAGES + 1)), files)


def test_a_page_as_large_as_a_field_is_drawn_small() -> None:
    out = PdfReader(io.BytesIO(read(handed_out(hostile.saved(hostile.paper(size=(14_400, 14_400)))))))

    assert out.pages[0].images[0].image.size == (redraw.PAGE_SIDE, redraw.PAGE_SIDE)  # type: ignore[union-attr]
