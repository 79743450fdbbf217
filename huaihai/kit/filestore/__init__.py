"""Files that people hand in: taken by content, never by claim; the original sealed, a derivative shown.

`store` streams an upload to a temporary file with a cap, hashes it, finds its kind, seals the original under
its hash in `settings.FILES`, and in a limited process of its own redraws a picture as a small JPEG without position or
camera data, a PDF as pictures of its pages. Pages hand files out through `file_response` only.
"""

from huaihai.kit.filestore.derivatives import small
from huaihai.kit.filestore.kinds import EXTENSIONS
from huaihai.kit.filestore.refusals import Refused
from huaihai.kit.filestore.responses import file_response
from huaihai.kit.filestore.sealed import open_derivative, open_original
from huaihai.kit.filestore.storing import Stored, is_still_there, store

__all__ = [
    "EXTENSIONS",
    "Refused",
    "Stored",
    "file_response",
    "is_still_there",
    "open_derivative",
    "open_original",
    "small",
    "store",
]
