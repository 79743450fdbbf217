"""Files on their way in through a form, and out through a page."""

from pathlib import Path

import pytest
from django.core.files.uploadhandler import StopUpload
from django.http import Http404, StreamingHttpResponse
from django.test import RequestFactory

from huaihai.kit.filestore import Refused, file_response, store
from huaihai.kit.filestore.tests.pictures import picture, upload
from huaihai.kit.filestore.uploads import LARGEST_BODY, CappedUploadHandler

MEGA = 1024 * 1024


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"  # type: ignore[attr-defined]


def test_a_forty_megabyte_photo_leaves_the_rest_of_the_form(settings: object) -> None:
    large = upload(b"\xff\xd8\xff" + b"\0" * (40 * MEGA), name="holiday.jpg")

    request = RequestFactory().post("/", {"a": "before", "files": [upload(picture()), large], "b": "after"})

    assert (request.POST["a"], request.POST["b"]) == ("before", "after")
    small, refused = request.FILES.getlist("files")
    assert store(small).kind == "image/jpeg"
    assert refused.size == 40 * MEGA + 3
    assert refused.read() == b""
    with pytest.raises(Refused, match="40 MB"):
        store(refused)


def test_a_file_of_exactly_the_limit_is_taken(settings: object) -> None:
    settings.EVIDENCE_MAX_BYTES = 3 * MEGA  # type: ignore[attr-defined]
    fits = upload(b"%PDF-1.7\n".ljust(3 * MEGA, b"x"), name="a.pdf")

    request = RequestFactory().post("/", {"files": [fits]})

    assert store(request.FILES.getlist("files")[0]).size == 3 * MEGA


def test_a_body_beyond_all_measure_is_not_even_read() -> None:
    handler = CappedUploadHandler()
    handler.handle_raw_input(None, {}, LARGEST_BODY + 1, "boundary")

    with pytest.raises(StopUpload):
        handler.new_file("upload", "a.mp4", "video/mp4", None)


def read(response: StreamingHttpResponse) -> bytes:
    return b"".join(bytes(part) for part in response.streaming_content)  # type: ignore[union-attr] # not async


def test_a_picture_is_shown_from_its_derivative_with_every_brake_on() -> None:
    stored = store(upload(picture("PNG")))

    response = file_response(
        sha256=stored.sha256, kind=stored.kind, name="发票 1.png", derivative=stored.derivative
    )

    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%E5%8F%91%E7%A5%A8%201.jpg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in response["Cache-Control"]
    assert read(response).startswith(b"\xff\xd8\xff")


def test_a_paper_is_only_downloaded() -> None:
    stored = store(upload(b"%PDF-1.7\n<script>", name="a.pdf"))

    response = file_response(sha256=stored.sha256, kind=stored.kind, name="../../a\r\nb.exe")

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Disposition"].endswith('filename="ab.pdf"')
    assert read(response) == b"%PDF-1.7\n<script>"


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(Http404):
        file_response(sha256="0" * 64, kind="application/pdf", name="a.pdf")
