"""Handing out a file that has to be set first: the file, or in plain words that it could not be made just now."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huaihai.desk.papers import setting, squares
from huaihai.desk.papers.official import OfficialPaper
from huaihai.desk.papers.word import WORD
from huaihai.kit.clock import local_day

PDF = "application/pdf"
RETRY_AFTER_SECONDS = 30


def official(
    paper: OfficialPaper, kind: str, *, made_at: datetime, is_public: bool = False, is_draft: bool = False
) -> HttpResponse:
    """An official paper as "pdf" or "docx", under its title and number; kept by nobody unless it is public.

    What is no draft bears the signed square by which a phone knows that it is ours.
    """
    from huaihai.desk.papers import official_files  # only here: the library of Word files takes 18 MB

    if not paper.square and not is_draft:
        paper = squares.on(paper, day=local_day(made_at))
    name = f"{paper.title} {paper.number}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {} if is_public else {"Cache-Control": "private, no-store"}
    if kind == "pdf":
        return handed(
            lambda: official_files.pdf(paper, is_public=is_public), PDF, disposition, headers=headers
        )
    return handed(
        lambda: official_files.word_file(paper, made_at=made_at), WORD, disposition, headers=headers
    )


def handed(
    made: Callable[[], bytes], kind: str, disposition: str, *, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """What `made` sets, of this media type; 503 where the typesetter is busy or failed."""
    try:
        contents = made()
    except (setting.BusyError, setting.NotSetError):
        words = _("The file could not be made just now. Please try again in half a minute.")
        return HttpResponse(
            words,
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    return HttpResponse(
        contents, content_type=kind, headers={**(headers or {}), "Content-Disposition": disposition}
    )
