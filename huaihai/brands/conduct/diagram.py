"""docs/brand-life.md: the lives of an entry and of a proceeding as Mermaid diagrams, and who does which verb."""

from huaihai.brands.conduct.life import PROCEEDING
from huaihai.brands.life import ENTRY
from huaihai.brands.powers import PERMISSIONS, Who
from huaihai.supervision.sweeping.life import chapter

BEGINS = """# The lives of an entry and of a proceeding

Printed from `huaihai/brands/life.py`, `huaihai/brands/conduct/life.py` and `huaihai/brands/powers.py` by
`huaihai brands diagram`; change the tables, not the page. Verbs that leave a thing in its stage are left out.
"""
WHO = """## Who does it

Each verb of an entry, and by whom: no verb that decides belongs to one person.

| verb | by | decides |
|---|---|---|"""
NOTES = """
## What time does in a proceeding

| stage | clock of the criteria | when its last day is over |
|---|---|---|
| statement | `statement_working_days` | it goes on to the decision, with or without a statement |
| hearing | `hearing_working_days` | a warning lapses; all else stays, and the public log says that it is overdue |
| deciding | `decision_working_days` | the same; the business may bring a suspension before the panel at once |
| decided | `appeal_working_days` | the decision stands; a suspension is to be remedied, a removal ends all else |
| appealed | `panel_working_days` | who gave no voice leaves the panel, others are drawn, the log says so |
| remedy | `suspended_days` (natural days) | a removal is proposed, in which the business is heard again |

Working days are counted by the calendar of the country; the first day is not counted. A day that was told stays.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([BEGINS, chapter(ENTRY), WHO, *_rows(), "", chapter(PROCEEDING).rstrip(), NOTES])


def _rows() -> list[str]:
    order = list(Who)
    return [
        f"| {verb} | {', '.join(who.value for who in order if who in held.who)} | {'yes' if held.decides else ''} |"
        for verb, held in PERMISSIONS.items()
    ]
