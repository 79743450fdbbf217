"""The whole procedure of a publication in one place, for other rooms, the demo and tests. All names are verbs.

    edition = procedure.open_first(content, kind="warning", publisher=xuzhou, by=author, at=at)
    reply = procedure.name(edition, business, by=author, at=at)      # if it names one
    procedure.ask(reply, edition, by=author, at=at)
    procedure.submit(edition, by=author, at=at)
    procedure.pass_review(edition, by=reviewer, at=at)               # three different people; one if urgent
    procedure.sign(edition, by=signer, at=at)                        # True with the last one: it is out

`open_update` and `open_withdrawal` open the next edition of what is out and go the same way. Every verb brings the
caller's edition up to date. What is refused raises an error of `desk.lives`.
"""

from huaihai.education.publications.approval import (
    due_acts,
    go_out_if_ready,
    pass_review,
    send_back,
    sign,
    submit,
)
from huaihai.education.publications.corrections import open_update, open_withdrawal
from huaihai.education.publications.verbs import drop, open_draft, open_first, write
from huaihai.education.replies.verbs import answer, ask, name, unname

__all__ = [
    "answer",
    "ask",
    "drop",
    "due_acts",
    "go_out_if_ready",
    "name",
    "open_draft",
    "open_first",
    "open_update",
    "open_withdrawal",
    "pass_review",
    "send_back",
    "sign",
    "submit",
    "unname",
    "write",
]
