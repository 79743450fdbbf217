"""The pages of a PDF as pictures, in a PDF of their own: what people get instead of a stranger's.

It lies beside the derivatives under the hash of its original. One that was taken before poppler was on the machine gets
its pages when somebody asks for it first.
"""

import tempfile
from typing import BinaryIO, Final

from django.conf import settings

from huaihai.kit.filestore import derivatives, sealed

PDF: Final = "application/pdf"


def key_of(sha256: str) -> str:
    """The name of its pages in the store."""
    return f"{sha256}.pdf"


def keep(paper: BinaryIO, sha256: str, name: str) -> str:
    """Draw its pages and keep them; the key they are kept under, or "" where no poppler is on the machine.

    Raises Refused.
    """
    if not settings.PDFTOPPM:
        return ""
    key = key_of(sha256)
    if not sealed.renewed(key):
        with tempfile.TemporaryFile(dir=sealed.folder()) as drawn:
            derivatives.pages_into(drawn, paper, name)
            sealed.keep_derivative(key, drawn)
    return key


def of_stored(sha256: str, name: str) -> str:
    """The same for a PDF that is in the store. Raises Refused, FileNotFoundError."""
    key = key_of(sha256)
    if sealed.is_there(key):
        return key
    if not settings.PDFTOPPM:
        return ""
    with tempfile.TemporaryFile(dir=sealed.folder()) as paper:
        paper.writelines(sealed.open_original(sha256))
        return keep(paper, sha256, name)
