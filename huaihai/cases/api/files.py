"""Files inside a request: taken into the file store before anything is locked."""

import base64
from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile

from huaihai.cases.actions.moving import Unfit
from huaihai.cases.api.asked import File
from huaihai.kit import filestore
from huaihai.kit.text.normalise import storable_name

type Kept = tuple[filestore.Stored, str]


def kept(files: Iterable[File]) -> list[Kept]:
    """The files, stored, with their names. Raises Unfit."""
    try:
        return [_kept(file) for file in files]
    except filestore.Refused as error:
        raise Unfit("files", error.message) from error


def _kept(file: File) -> Kept:
    name = storable_name(file.name)
    upload = SimpleUploadedFile(name or "file", base64.b64decode(file.content))
    return filestore.store(upload), name
