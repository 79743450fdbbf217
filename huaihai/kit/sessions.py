"""Sessions in the database, each written once a request. The version of what is decided is read with them."""

import time
from typing import Any

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.utils.crypto import get_random_string

from huaihai.kit import compiled, versions

KEY_LENGTH = 32
_by_key: compiled.Compiled[Any] = compiled.Compiled(
    lambda key: Session.objects.filter(session_key=key).annotate(version=versions.column()),
    key=Session._meta.get_field("session_key"),
)


class SessionStore(DatabaseSessionStore):
    """A view that saves because the answer may never arrive leaves nothing to save for the middleware."""

    _saved: tuple[str | None, bytes] | None = None  # under which key, what

    def _get_session_from_db(self) -> Session | None:
        for found in _by_key(key=self.session_key) if self.session_key else ():
            versions.note(found.version)
            if found.expire_date.timestamp() > time.time():
                session: Session = found
                return session
        self._session_key = None
        return None

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
