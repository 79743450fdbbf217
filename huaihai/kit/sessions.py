"""Sessions in the database, each written once a request. The version of what is decided is read with them.

The cookie holds the key, the table its fingerprint, and what is in a session is sealed for its own row: a copy of the
table opens no session and tells nothing, and no row stands in for another. So nothing in a session is sealed again.
"""

import hashlib
import logging
import time
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.dispatch import Signal
from django.utils.crypto import get_random_string

from huaihai.kit import compiled, sealing, versions

KEY_LENGTH = 32
COLUMN_LENGTH = 40
log = logging.getLogger(__name__)
rekeyed = (
    Signal()
)  # `old` and `new`: the rows of a session of somebody signed in that gets another key; both are there
_by_key: compiled.Compiled[Any] = compiled.Compiled(
    lambda key: Session.objects.filter(session_key=key).annotate(version=versions.column()),
    key=Session._meta.get_field("session_key"),
)


class SessionStore(DatabaseSessionStore):
    """A view that saves because the answer may never arrive leaves nothing to save for the middleware."""

    _saved: tuple[str | None, bytes] | None = None  # under which key, what

    def _get_session_from_db(self) -> Session | None:
        for found in _by_key(key=fingerprint(self.session_key)) if self.session_key else ():
            versions.note(found.version)
            if found.expire_date.timestamp() > time.time():
                session: Session = found
                return session
        self._session_key = None
        return None

    def exists(self, session_key: str) -> bool:
        return super().exists(fingerprint(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(fingerprint(key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        key = fingerprint(self._get_or_create_session_key())  # type: ignore[attr-defined]  # of its base class
        sealed = sealing.seal(self.serializer().dumps(data).decode("latin-1"), place=place_of(key))
        return Session(session_key=key, session_data=sealed, expire_date=self.get_expiry_date())

    def cycle_key(self) -> None:
        """As Django does it; what names the old row follows before that one goes."""
        held, old = self._session, self.session_key  # type: ignore[attr-defined]  # of its base class
        self.create()
        self._session_cache = held
        if old:
            if SESSION_KEY in held:
                rekeyed.send(SessionStore, old=fingerprint(old), new=fingerprint(self.session_key or ""))
            self.delete(old)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """One that cannot be opened is a new one, as for Django."""
        return contents_of(fingerprint(self.session_key or ""), str(session_data))

    def save(self, must_create: bool = False) -> None:
        if not must_create and self._saved is not None and self._saved == self._state():
            return
        super().save(must_create)
        self._saved = self._state()

    def save_within(self) -> None:
        """Write one that is there in the caller's transaction, by one statement; an ended one stays ended."""
        compiled.update(self.create_model_instance(dict(self.items())), ["session_data", "expire_date"])
        self._saved = self._state()

    def _state(self) -> tuple[str | None, bytes]:
        return self.session_key, self.serializer().dumps(dict(self.items()))

    def _get_new_session_key(self) -> str:
        """Whether it is there already the database says when it is written: nobody asks before."""
        return get_random_string(KEY_LENGTH, VALID_KEY_CHARS)


def contents_of(row_key: str, sealed: str) -> dict[str, Any]:
    """What is in the session of this row; nothing if it cannot be opened."""
    try:
        text = sealing.unseal(sealed, place=place_of(row_key))
    except sealing.CannotOpen:
        log.warning("a session could not be opened, and begins anew")
        return {}
    data: dict[str, Any] = SessionStore().serializer().loads(text.encode("latin-1"))
    return data


def fingerprint(session_key: str) -> str:
    """What the table holds of a key, which is random enough to need no secret with it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:COLUMN_LENGTH]


def place_of(row_key: str) -> str:
    """To what the contents of the session in this row are sealed."""
    return f"{Session._meta.db_table}.session_data:{row_key}"
