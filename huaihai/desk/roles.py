"""Which posts of staff read the pages of the office, and which speak for their body there."""

from huaihai.members.models import Role

SPEAKING = frozenset({Role.HEAD.value, Role.SECRETARIAT.value})
READING = frozenset({*SPEAKING, Role.OFFICER.value, Role.MEDIATOR.value, Role.AUDITOR.value})
