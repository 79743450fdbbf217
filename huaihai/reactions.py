"""What a lower room wants of an upper one, by dotted name: a lower room never imports an upper one.

It writes an event; where something must follow at once, in the same transaction, the function is listed under the
event's verb and called with the event. What a lower room has to ask stands here too.
"""

REACTIONS: dict[str, tuple[str, ...]] = {}

# What `huaihai fall-due` asks: each yields acts that have fallen due by a moment.
DUE: tuple[str, ...] = ("huaihai.cases.actions.falling_due.due_acts",)

# What the page of a business asks: how many cases an actor may see of these businesses.
CASES_SEEN = "huaihai.cases.desk.lists.count_seen"
