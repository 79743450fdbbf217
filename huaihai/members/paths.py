"""The place of a node in the tree as text, so that "this node and all below" is one indexed query.

A path is `alliance/320300/320302/`: digits, lower-case letters, `-` and `/`, ending with `/`. It is
compared byte by byte on both databases.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    Text = models.CharField[str, str]
    TextLookup = models.Lookup[str]
else:
    Text = models.CharField
    TextLookup = models.Lookup


class PathField(Text):
    """A materialised path. `filter(path__under=node.path)` finds the node and everything below it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(*args, **kwargs)


@PathField.register_lookup
class Under(TextLookup):
    """The path itself and every longer one that begins with it."""

    lookup_name = "under"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        column, params = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        if not prefix.endswith("/"):
            raise ValueError(f"a path ends with '/': {prefix!r}")
        if connection.vendor == "sqlite":
            # SQLite compares bytes; its LIKE ignores case and so cannot use the index. "0" follows "/".
            return f"({column} >= %s AND {column} < %s)", (*params, prefix, *params, prefix[:-1] + "0")
        # PostgreSQL's collations do not compare bytes; LIKE uses the varchar_pattern_ops index that Django makes.
        return f"{column} LIKE %s", (*params, f"{prefix}%")
