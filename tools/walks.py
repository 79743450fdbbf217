"""A plugin of pytest that counts through how much of the product one sent form runs (`make sizes` asks for it).

Counted is one POST that ends in a redirect, of each of three walks: a verb at the desk of a case, a step of a sweep,
the day of a hearing about a mark. A *hop* is a function of a room from `desk` upward that is entered while it is
answered, each counted once; *files* are those in which they stand. What every request passes (middleware, `kit`,
`record`, `members`) is the same for all and is left out; what stands in `desk`, the same for every verb, is told apart.
"""

import sys
from pathlib import Path
from types import CodeType
from typing import Any

from django.test import Client

ROOT = Path.cwd() / "huaihai"
LEFT_OUT = {"law", "kit", "record", "members"}
TOOL = sys.monitoring.PROFILER_ID
WALKS = {  # by the test that takes the walk: its name, and what stands in the address of the form
    f"huaihai/{test}": walk
    for test, walk in {
        "cases/tests/test_desk_steps.py::test_the_whole_way_from_check_to_confirmation_runs_through_the_pages": (
            "a verb at the desk of a case",
            "/admission/",
        ),
        "supervision/sweeping/tests/test_following_pages.py::test_advice_is_written_printed_and_served": (
            "a step of a sweep",
            "/advice/",
        ),
        "brands/conduct/tests/test_desk_pages.py"
        "::test_a_business_states_its_case_is_heard_and_two_people_decide": (
            "the day of a hearing",
            "/hearing/",
        ),
    }.items()
}


def pytest_configure() -> None:
    sys.monitoring.use_tool_id(TOOL, "walks")
    Client.post = _counted(Client.post)  # type: ignore[method-assign]


def _counted(post: Any) -> Any:
    def counted(self: Client, path: str, *args: Any, **kwargs: Any) -> Any:
        with Entered() as found:
            answer = post(self, path, *args, **kwargs)
        for name, part in WALKS.values():
            if answer.status_code == 302 and part in path:
                files = {code.co_filename for code in found}
                common = sum(Path(code.co_filename).is_relative_to(ROOT / "desk") for code in found)
                print(f"WALK {name}: {len(found)} hops in {len(files)} files, {common} of them in desk/")
        return answer

    return counted


class Entered:
    """The functions of rooms that are entered in a `with` block."""

    def __enter__(self) -> set[CodeType]:
        self.found: set[CodeType] = set()
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.PY_START, self._enter)
        sys.monitoring.set_events(TOOL, sys.monitoring.events.PY_START)
        return self.found

    def _enter(self, code: CodeType, _offset: int) -> None:
        path = Path(code.co_filename)
        is_function = not code.co_name.startswith("<")
        if is_function and path.is_relative_to(ROOT):
            room = path.relative_to(ROOT).parts[0]
            if room not in LEFT_OUT and not room.endswith(".py") and "tests" not in path.parts:
                self.found.add(code)

    def __exit__(self, *_: object) -> None:
        sys.monitoring.set_events(TOOL, 0)
