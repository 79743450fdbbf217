"""The proof that an event stands in the log, as a file that others check without us (C2SP tlog-proof)."""

import base64

from huaihai.record.log import kept, tree
from huaihai.record.models import LogLeaf

FORMAT = "c2sp.org/tlog-proof@v1"


def of_event(subject: str, number: int) -> str:
    """The proof in the newest head; `extra` is the leaf itself. Raises LookupError for what is not in the log."""
    leaf = LogLeaf.objects.filter(subject=subject, event_number=number).first()
    head = kept.head()
    if leaf is None or head is None or leaf.number >= head.size:
        raise LookupError(f"event {number} of {subject} is not in the log (yet)")
    return _of_leaf(leaf, head)


def of_last(subject: str, *, upto: int) -> str:
    """The same of the subject's last event, up to this number, that the newest head covers. Raises LookupError where
    there is none."""
    head = kept.head()
    rows = LogLeaf.objects.filter(subject=subject, number__lt=head.size if head else 0)
    rows = rows.filter(event_number__lte=upto)
    leaf = rows.order_by("-event_number").first()
    if leaf is None or head is None:
        raise LookupError(f"nothing of {subject} is in the log (yet)")
    return _of_leaf(leaf, head)


def _of_leaf(leaf: LogLeaf, head: kept.Head) -> str:
    path = tree.inclusion(leaf.number, head.size, kept.reader(head.size))
    lines = [
        FORMAT,
        f"extra {base64.b64encode(kept.data_of(leaf)).decode()}",
        f"index {leaf.number}",
        *(base64.b64encode(one).decode() for one in path),
    ]
    return "\n".join(lines) + f"\n\n{kept.cosigned(head).written}"
