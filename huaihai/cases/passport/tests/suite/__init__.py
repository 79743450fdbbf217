"""The files of the conformance suite, each that does not fit for one reason. `tools/passport_suite.py` writes them."""

from huaihai.cases.passport.tests.suite import bad_messages, bad_threads, good
from huaihai.cases.passport.tests.suite.making import File

GOOD = (good.good_messages, good.good_threads, good.good_peers)
BAD = (
    bad_messages.bad_spelling,
    bad_messages.bad_texts,
    bad_messages.bad_shapes,
    bad_messages.bad_parts,
    bad_messages.bad_clocks,
    bad_messages.bad_senders,
    bad_messages.bad_peers,
    bad_threads.bad_places,
    bad_threads.bad_kinds,
    bad_threads.bad_deeds,
    bad_threads.bad_files,
)


def files() -> list[File]:
    """All of them, in the order of the suite."""
    return [file for maker in (*GOOD, *BAD) for file in maker()]
