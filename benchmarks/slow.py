"""`python -m benchmarks.slow /desk/ --who officer-320300`: where the time of one page goes, on the database in use.

Prints each statement with its time, how often the same one was asked, and the functions that took most. The environment
is that of `huaihai serve` (HUAIHAI_VAR, DATABASE_URL, HUAIHAI_DEMO). It only looks: GET, rolled back.
"""
# ruff: noqa: T201 # it talks to whoever typed the command

import argparse
import cProfile
import os
import pstats
import re
import sys
import time
from collections import Counter
from typing import Any

VALUES = re.compile(r"'[^']*'|\b\d+\b")
SHOWN = 300  # characters of a statement


def main() -> int:
    """Look at it some times, then once more under watch."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slow", description=__doc__)
    parser.add_argument("page", help="its address, such as /desk/?scope=own")
    parser.add_argument("--who", default="", help="user name of who looks; nobody if left out")
    parser.add_argument("--rounds", type=int, default=10, help="looks before it is watched (default 10)")
    parser.add_argument("--functions", type=int, default=30, help="how many are shown (default 30)")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
    os.environ.setdefault("HUAIHAI_HOSTS", "testserver,127.0.0.1,localhost")
    import django

    django.setup()
    from django.test import Client

    client = Client()
    if asked.who:
        from huaihai.members.models import Account
        from tests.posts import sign_in

        sign_in(client, Account.objects.get(username=asked.who))
    return look(client, asked.page, asked.rounds, asked.functions)


def look(client: Any, page: str, rounds: int, functions: int) -> int:
    """Print what the page costs; 1 if it is not answered with a page."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    seconds = []
    for _ in range(rounds):
        began = time.process_time()
        answer = client.get(page)
        seconds.append(time.process_time() - began)
    with CaptureQueriesContext(connection) as caught:
        client.get(page)
    statements = list(caught.captured_queries)
    asked = Counter(VALUES.sub("?", one["sql"]) for one in statements)
    for one in statements:
        print(f"{1000 * float(one['time']):7.1f} ms  {one['sql'][:SHOWN]}")
    for statement, times in asked.items():
        if times > 1:
            print(f"{times} times the same: {statement[:SHOWN]}")
    profile = cProfile.Profile()
    with transaction.atomic(), profile:
        client.get(page)
        transaction.set_rollback(True)
    pstats.Stats(profile).sort_stats("cumulative").print_stats("huaihai|django", functions)
    best, status = 1000 * min(seconds), answer.status_code
    print(
        f"{page}: status {status}, {len(statements)} statements, {best:.1f} ms of processor time here, at best"
    )
    return 0 if status < 400 else 1


if __name__ == "__main__":
    sys.exit(main())
