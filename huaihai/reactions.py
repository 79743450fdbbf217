"""Which verb of a lower room calls which function of an upper one: one table, resolved when the program starts.

A lower room never imports an upper one. It writes an event; where an answer is needed at once, in the same
transaction, the function is listed here under the event's verb and called with the event.
"""

REACTIONS: dict[str, tuple[str, ...]] = {}

# What `huaihai fall-due` asks: each yields acts that have fallen due by a moment.
DUE: tuple[str, ...] = ("huaihai.cases.actions.falling_due.due_acts",)
