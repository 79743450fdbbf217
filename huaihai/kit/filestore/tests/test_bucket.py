"""Files in a bucket: names that tell nothing, and which answers say that a file is gone. On a real server:
`tests/ha/store.py`."""

import io
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from django.db import transaction
from django.http import HttpResponse

from huaihai import cli
from huaihai.kit import outages
from huaihai.kit.filestore import bucket, sealed, stores
from huaihai.kit.filestore.folder import Folder
from huaihai.kit.middleware import UnavailableMiddleware

NAME = "ab" * 32


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.FILES = tmp_path / "files"


def test_a_key_tells_no_name_and_gives_it_back() -> None:
    for name in (NAME, f"{NAME}.jpg"):
        key = bucket.key_of("originals", name)
        assert key == bucket.key_of("originals", name)
        assert NAME[:6] not in key
        assert bucket.name_of(key) == name
    assert bucket.key_of("shut", NAME).partition("/")[2] != bucket.key_of("originals", NAME).partition("/")[2]


@pytest.mark.parametrize("key", ["originals/", "originals/xyz", f"originals/{'00' * 48}", "readme.txt"])
def test_what_is_none_of_ours_has_no_name(key: str) -> None:
    assert bucket.name_of(key) is None


@pytest.mark.parametrize("code", ["NoSuchBucket", "404", "AccessDenied", "SignatureDoesNotMatch", "503", ""])
def test_only_one_answer_says_that_a_file_is_gone(code: str) -> None:
    with pytest.raises(outages.StoreAway), bucket._answers():
        raise ClientError({"Error": {"Code": code}}, "GetObject")
    with pytest.raises(FileNotFoundError), bucket._answers():
        raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")


def test_no_answer_is_an_outage() -> None:
    with pytest.raises(outages.StoreAway) as caught, bucket._answers():
        raise ReadTimeoutError(endpoint_url="http://s3")
    assert outages.is_one(caught.value)
    assert not outages.is_of_the_disk(caught.value)
    assert "store of files" in outages.what_is_wrong(caught.value)


def test_whoever_asks_meanwhile_reads_that_it_cannot_be_done_now(rf: Any) -> None:
    before = UnavailableMiddleware(lambda _request: HttpResponse())
    answer = before.process_exception(rf.get("/"), outages.StoreAway("x"))
    assert answer.status_code == 503


@pytest.mark.django_db
def test_whoever_takes_a_file_up_and_whoever_sweeps_it_meet_at_one_lock() -> None:
    with transaction.atomic(), bucket._shared("originals", NAME), bucket._shared("originals", NAME):
        pass
    with bucket._alone("originals", NAME):
        pass


def test_everything_in_a_folder_is_copied_once(tmp_path: Path) -> None:
    source, target = Folder(tmp_path / "files"), Folder(tmp_path / "other")
    sealed.keep_original(NAME, io.BytesIO(b"proof"))
    source.write("shut", NAME, lambda: iter(()))
    assert list(stores.copied(source, target)) == [True, True]
    assert list(stores.copied(source, target)) == [False, False]
    assert target.path("originals", NAME).read_bytes() == source.path("originals", NAME).read_bytes()
    assert target.has("shut", NAME)


@pytest.mark.django_db
def test_without_a_bucket_nothing_is_copied(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["files", "to-bucket"]) == 2
    assert "HUAIHAI_S3_BUCKET" in capsys.readouterr().err
