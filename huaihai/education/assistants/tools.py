"""The tools, a row each: what an assistant reads about it, what it takes, and who answers. All of them only read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils.functional import Promise

from huaihai.education.assistants import articles, drafts, problems, sites, sums
from huaihai.education.assistants.given import LONG, SHORT, Given, Unfit
from huaihai.kit.country import gettext as say
from huaihai.kit.country import gettext_lazy as _
from huaihai.law.jurisdiction import Kind
from huaihai.law.triage.cards import Sum

type Schema = dict[str, Any]

INSTRUCTIONS: Final = _(
    "For consumers in the cities of this alliance: find the problem card that fits what happened, read it for the "
    "place of the business, work out sums and days, find who is in charge, look up the law. Ask one question at a "
    "time, and no name, number or address: nothing here needs them. If anybody is in danger, say first whom to "
    "call. Give sums and articles as the tools give them, with how sure they are. You can draft; only the person "
    "files, on the page that `draft` names, with the code that comes to their own telephone."
)


def _words(about: str | Promise, most: int = SHORT, *, choices: list[str] | None = None) -> Schema:
    row: Schema = {"type": "string", "description": about, "maxLength": most}
    return row | {"enum": choices} if choices else row


_PLACE: Final = _("place of the business: a city or county by name, or six digits ({place_codes})")


@dataclass(frozen=True)
class Tool:
    """One tool. `takes` are its arguments as JSON schemas, `needs` those that it cannot do without."""

    name: str
    title: str | Promise
    about: str | Promise
    takes: Mapping[str, Schema]
    needs: tuple[str, ...]
    run: Callable[[Given], dict[str, Any]]

    @property
    def schema(self) -> Schema:
        """The JSON schema of its arguments."""
        return {
            "type": "object",
            "properties": {
                name: row | {"description": str(row["description"])} for name, row in self.takes.items()
            },
            "required": list(self.needs),
            "additionalProperties": False,
        }


TOOLS: Final = {
    tool.name: tool
    for tool in (
        Tool(
            "find_problem",
            _("Which problem is it?"),
            _(
                "Finds the problem cards that fit a sentence in somebody's own words, three at most: "
                "a danger that fits as well first, one that may be meant last."
            ),
            {
                "sentence": _words(_("what happened, in Chinese or English"), LONG),
                "danger": _words(_("is anybody in danger now"), choices=["yes", "no"]),
                "paid": _words(_("was a business paid for it"), choices=["yes", "no"]),
            },
            ("sentence",),
            problems.found,
        ),
        Tool(
            "list_problems",
            _("All problems, by questions"),
            _("The questions of the tree, and behind each answer its problem cards."),
            {"under": _words(_("one of those that this tool gives without it"))},
            (),
            problems.listed,
        ),
        Tool(
            "problem",
            _("What holds, what to do, who helps"),
            _(
                "A problem card: the answer, a further question if the law depends on it, what to "
                "do today, the articles, "
                "what can be asked for, sums, offices with numbers. Give the place for numbers "
                "and rules of that place."
            ),
            {"problem": _words(_("id of a card")), "place": _words(_PLACE)},
            ("problem",),
            problems.told,
        ),
        Tool(
            "work_out",
            _("Work out a sum"),
            _(
                "What can be asked for, in {currency}, with its steps and articles: three times the "
                "price, unsafe food, "
                "prepaid cards, the seven days. Without answers it gives the questions."
            ),
            {
                "sum": _words(_("which sum"), choices=[one.value for one in Sum]),
                "answers": {
                    "type": "object",
                    "description": _(
                        "an answer for each question, by its name; sums in {currency}, days as 2026-11-25"
                    ),
                    "additionalProperties": {"type": ["string", "number", "boolean"]},
                },
            },
            (),
            sums.worked_out,
        ),
        Tool(
            "office",
            _("Who is in charge, and their number"),
            _(
                "The association in charge of a business at a place: telephone, hours, address; "
                "outside the alliance whom to call."
            ),
            {
                "place": _words(_PLACE),
                "consumer_place": _words(_("where the consumer lives, for who begins and who leads")),
                "bought": _words(_("how it was bought"), choices=[one.value for one in Kind]),
            },
            ("place",),
            sites.office,
        ),
        Tool(
            "article",
            _("An article of law"),
            _(
                "What an article says, in our own words (and in the law's where the text is "
                "loaded), since when, how sure, "
                "and whether its source still holds."
            ),
            {"citation": _words(_("a citation (the law and its article), or words to search"))},
            ("citation",),
            articles.cited,
        ),
        Tool(
            "due_day",
            _("The last day of a time limit"),
            _(
                "Counts a time limit from its first day with the holidays of the country. Without "
                "`limit` it lists the limits."
            ),
            {"limit": _words(_("name of a limit")), "start": _words(_("first day, such as 2026-11-25"))},
            (),
            sums.due,
        ),
        Tool(
            "draft",
            _("A draft for the person to file"),
            _(
                "Text to paste into the pages of filing, and a letter to the business. Keeps "
                "nothing and files nothing: "
                "the person does that, with a code of their own."
            ),
            {
                "problem": _words(_("id of a card")),
                "story": _words(_("what happened, as the person would tell it; nothing personal"), LONG),
                "shop": _words(_("name of the business")),
                "place": _words(_PLACE),
                "goods": _words(_("what was bought")),
                "day": _words(_("when, such as 2026-11-25")),
                "paid": {
                    "type": ["string", "number"],
                    "description": _("what was paid, in {currency}"),
                    "maxLength": SHORT,
                },
                "wish": _words(
                    _("the one thing that the person wants; without it the wishes to choose from")
                ),
            },
            ("problem", "story"),
            drafts.made,
        ),
    )
}


def call(name: str, values: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the tool answers. Raises Unfit with a sentence that says what to give."""
    tool = TOOLS.get(name)
    if tool is None:
        raise Unfit(say("There is no such tool. There are: %(names)s.") % {"names": ", ".join(TOOLS)})
    given = values or {}
    if unknown := sorted(set(map(str, given)) - set(tool.takes)):
        names = ", ".join(tool.takes)
        words = say("This tool takes: %(names)s. Not known: %(unknown)s.")
        raise Unfit(words % {"names": names, "unknown": ", ".join(unknown)[:SHORT]})
    with connection.execute_wrapper(_only_read):
        return tool.run(Given(given))


class WritesError(RuntimeError):
    """A tool tried to change something."""


def _only_read(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if not sql.lstrip("( \n").upper().startswith("SELECT"):
        raise WritesError("a tool of assistants only reads")
    return execute(sql, params, many, context)
