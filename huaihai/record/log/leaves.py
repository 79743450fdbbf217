"""What stands in the log for one event. Plain: who checks a leaf needs neither keys nor a database."""

from huaihai.kit.canonical import canonical
from huaihai.record.log import tree


def leaf_hash(*, subject: str, event_number: int, event_hash: str, rows: str, salt: str) -> str:
    """The RFC 9162 hash of a leaf."""
    said = data(subject=subject, event_number=event_number, event_hash=event_hash, rows=rows, salt=salt)
    return tree.of_leaf(said).hex()


def data(*, subject: str, event_number: int, event_hash: str, rows: str, salt: str) -> bytes:
    """The leaf itself: the canonical JSON of what it says."""
    leaf = {
        "subject": subject,
        "event_number": event_number,
        "event_hash": event_hash,
        "rows": rows,
        "salt": salt,
    }
    return canonical(leaf)
