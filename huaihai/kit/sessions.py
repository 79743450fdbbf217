"""Sessions in the database, each written once a request."""

import time

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.utils.crypto import get_random_string

from huaihai.kit import compiled
from huaihai.kit.compiled import Compiled

KEY_LENGTH = 32
_by_key: Compiled[Session] = Compiled(
    lambda session_key: Session.objects.filter(session_key=session_key), session_key=Session._meta.pk
)


class SessionStore(DatabaseSessionStore):
    """A view that saves because the answer may never arrive leaves nothing to save for the middleware."""

    _saved: tuple[str | None, bytes] | None = None  # under which key, what

    def save(self, must_create: bool = False) -> None:
        if not must_create and self._saved is not None and self._saved == self._state():
            return
        super().save(must_create)
        self._saved = self._state()

    def _get_session_from_db(self) -> Session | None:
        """As Django reads it, by a query that is compiled once. Its end is measured by the machine's clock."""
        found = _by_key(session_key=self.session_key)
        if found and found[0].expire_date.timestamp() > time.time():
            return found[0]
        self._session_key = None
        return None

    def save_within(self) -> None:
        """Write one that is there in the caller's transaction, by one statement. Raises DatabaseError if it is gone."""
        compiled.update(self.create_model_instance(dict(self.items())), ["session_data", "expire_date"])
        self._saved = self._state()

    def _state(self) -> tuple[str | None, bytes]:
        return self.session_key, self.serializer().dumps(dict(self.items()))

    def _get_new_session_key(self) -> str:
        """Whether it is there already the database says when it is written: nobody asks before."""
        return get_random_string(KEY_LENGTH, VALID_KEY_CHARS)
