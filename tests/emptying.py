"""After a test that had transactions of its own, the database is emptied as Django does it, but in a tenth of the time:
only tables that hold anything, and what Django itself writes for every model stays.
"""

from functools import cache

from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

MADE_ONCE = {"auth_permission", "django_content_type"}
plainly = TransactionTestCase._fixture_teardown


def take_over() -> None:
    """From now on in this process."""
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]


def empty(case: TransactionTestCase) -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    tables -= MADE_ONCE
    if connection.vendor != "postgresql":
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(tables)))
    elif _may_leave_triggers_out():
        quoted = map(connection.ops.quote_name, tables & _written())
        deleting = ";".join(f"DELETE FROM {table}" for table in quoted)  # noqa: S608
        connection.ops.execute_sql_flush([f"SET LOCAL session_replication_role = replica;{deleting}"])
    else:
        plainly(case)


@cache
def _may_leave_triggers_out() -> bool:
    """TRUNCATE must name every table that refers to another, and takes a second; DELETE asks them all, row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        return bool(cursor.fetchone()[0])


def _written() -> set[str]:
    """Tables with a file that holds something; many more rows may have been there than are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0")
        return {name for (name,) in cursor.fetchall()}
