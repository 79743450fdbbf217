"""The life of a case, as one table: stages, verbs, who may act, and what each audience reads.

The program obeys it, a test walks every stage × verb, a database constraint keeps unknown stages out, and the
diagram in docs/case-life.md is printed from it (`huaihai cases diagram`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from huaihai.desk.lives import NEW, Life
from huaihai.kit.country import gettext_lazy as _

CONSUMER, BUSINESS, BODY, HOME, SYSTEM = "consumer", "business", "body", "home", "system"
ALLIANCE = "alliance"  # who speaks for a body there; `leads.decided_by` says which one
HELPER = "helper"  # who works in another body; `helping.verbs` says whether that one was asked


@dataclass(frozen=True)
class Stage:
    """Where a case stands. `holder` names whose body is responsible; a final stage has no clock.

    `running` clocks count in this stage, `paused` ones wait; every other clock of the case ends on entering.
    """

    name: str
    holder: str  # "consumer" (a draft), "home", "lead" or "" (final)
    turn: str  # whose move is next: consumer, business, body, or "" (nobody's)
    desk: Promise | str
    consumer: Promise | str
    business: Promise | str = ""
    running: tuple[str, ...] = ()
    paused: tuple[str, ...] = ()

    @property
    def is_final(self) -> bool:
        return self.holder == ""


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage("draft", "consumer", CONSUMER, _("Draft"), _("Not sent yet")),
        Stage(
            "received", "home", BODY, _("To be checked"), _("Received, being checked"), running=("forward",)
        ),
        Stage(
            "supplementing",
            "home",
            CONSUMER,
            _("Waiting for the consumer"),
            _("Something is missing, please add it"),
            running=("supplement",),
            paused=("forward",),
        ),
        Stage(
            "forwarded",
            "lead",
            BODY,
            _("Forwarded, to be taken"),
            _("Forwarded to the city of the business"),
            running=("take", "decide"),
        ),
        Stage(
            "deciding",
            "lead",
            BODY,
            _("To be decided"),
            _("Being looked into"),
            _("The association is looking into it"),
            running=("decide",),
        ),
        Stage(
            "clarifying",
            "lead",
            CONSUMER,
            _("Waiting for the consumer"),
            _("Something is missing, please add it"),
            running=("supplement",),
            paused=("decide",),
        ),
        Stage(
            "inviting",
            "lead",
            BODY,
            _("Inviting the business"),
            _("The business is being invited"),
            _("You are invited to settle"),
            running=("serve", "decide"),
        ),
        Stage(
            "negotiating",
            "lead",
            BUSINESS,
            _("Negotiating"),
            _("Settling with the business"),
            _("Please answer the consumer"),
            running=("first_reply", "silence", "negotiate"),
            paused=("decide",),
        ),
        Stage(
            "mediating",
            "lead",
            BODY,
            _("In mediation"),
            _("The association is mediating"),
            _("The association is mediating"),
            running=("mediate",),
        ),
        Stage(
            "paused",
            "lead",
            BODY,
            _("Mediation paused"),
            _("Mediation is paused"),
            _("Mediation is paused"),
            running=("check_back",),
            paused=("mediate",),
        ),
        Stage(
            "fulfilling",
            "lead",
            BUSINESS,
            _("Watching fulfilment"),
            _("Agreed, waiting for it to be done"),
            _("Please do what was agreed"),
            running=("fulfil",),
        ),
        Stage(
            "breached",
            "lead",
            BODY,
            _("Agreement not kept"),
            _("The business has not kept the agreement"),
            _("The agreement was not kept"),
            running=("remedy",),
        ),
        Stage("closed", "", "", _("Closed"), _("Closed"), _("Closed")),
        Stage("declined", "", "", _("Not admitted"), _("Not admitted"), _("Not admitted")),
        Stage(
            "terminated",
            "",
            "",
            _("Mediation ended"),
            _("Mediation ended without agreement"),
            _("Mediation ended"),
        ),
        Stage("referred", "", "", _("Referred elsewhere"), _("Referred to another authority")),
        Stage("linked", "", "", _("Joined to another file"), _("Joined to your other file")),
        Stage("withdrawn", "", "", _("Withdrawn"), _("You withdrew it"), _("The consumer withdrew it")),
        Stage("abandoned", "", "", _("Draft dropped"), _("Draft dropped")),
    )
}
OPEN = tuple(name for name, stage in STAGES.items() if not stage.is_final and name != "draft")
WITH_LEAD = tuple(name for name, stage in STAGES.items() if stage.holder == "lead")
KNOWN_TO_BUSINESS = tuple(name for name, stage in STAGES.items() if stage.business)


ENDED = tuple(name for name, stage in STAGES.items() if stage.is_final and name != "abandoned")
_STAY = {name: name for name in OPEN}
_EVER = _STAY | {name: name for name in ENDED}
_SESSIONS = {name: name for name in ("mediating", "paused")}
_DOING = {"fulfilling": "fulfilling", "breached": "breached"}
_AFTER = _DOING | {name: name for name in ("closed", "declined", "terminated", "withdrawn")}
_BACK = {"supplementing": "received", "clarifying": "deciding"}
PASSABLE = ("received", "deciding")  # from where a case can go to another alliance
_ASKED = {"forwarded": "deciding", "deciding": "deciding", "paused": "mediating"}


@dataclass(frozen=True)
class Verb:
    """What somebody does to a case: from which stage to which, and who may."""

    name: str
    moves: Mapping[str, str]
    by: frozenset[str]
    label: Promise | str  # the button
    done: Promise | str  # the line in the timeline
    told: frozenset[str] = field(default_factory=lambda: frozenset({CONSUMER, BUSINESS, BODY}))


def _verb(
    name: str,
    moves: Mapping[str, str],
    by: str,
    label: Promise | str,
    done: Promise | str,
    *,
    told: str = "consumer business body",
) -> Verb:
    return Verb(name, dict(moves), frozenset(by.split()), label, done, frozenset(told.split()))


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        _verb("start", {NEW: "draft"}, "consumer body", _("Start a draft"), _("A draft was started"), told="consumer"),
        _verb("register", {NEW: "received"}, "body", _("Write down a complaint"), _("The body wrote down the complaint")),
        _verb("entrust", {NEW: "deciding"}, "body", _("Register an entrusted case"), _("The {regulator} entrusted the mediation")),
        _verb("take_over", {NEW: "received"}, "system", _("Take over from another alliance"), _("Another alliance handed the case over to us"), told="consumer body"),
        _verb("submit", {"draft": "received"}, "consumer body", _("Send the complaint"), _("The complaint was sent")),
        _verb("settle_at_once", {"draft": "fulfilling"}, "consumer body", _("Take the standing offer"), _("Settled at once: the consumer took the standing offer of the business")),
        _verb("discard", {"draft": "abandoned"}, "consumer body", _("Drop the draft"), _("The draft was dropped")),
        _verb("expire", {"draft": "abandoned"}, "system", _("Let the draft expire"), _("The draft expired after 30 days")),
        _verb("ask_supplement", {"received": "supplementing", "deciding": "clarifying"}, "body", _("Ask for more"), _("The body asked the consumer for more"), told="consumer body"),
        _verb("supplement", _BACK, "consumer body", _("Add what was asked"), _("More was added"), told="consumer body"),
        _verb("lapse_supplement", _BACK, "system", _("Go on without it"), _("The time to add it is over; the body goes on with what it has"), told="consumer body"),
        _verb("forward", {"received": "forwarded"}, "body", _("Forward to the city of the business"), _("Checked and forwarded to the city of the business"), told="consumer body"),
        _verb("recall", {"forwarded": "received"}, "home consumer", _("Call the case back"), _("The home body called the case back"), told="consumer body"),
        _verb("send_back", {"forwarded": "received", "deciding": "received"}, "body", _("Send back to the home body"), _("Sent back to the home body"), told="consumer body"),
        _verb("ask_secretariat", {name: name for name in _ASKED}, "body", _("Ask the secretariat who leads"), _("The secretariat of the alliance was asked who leads the case"), told="consumer body"),
        _verb("name_lead", _ASKED, "alliance", _("Name who leads"), _("The alliance has named who leads the case; it stays so"), told="consumer body"),
        _verb("take", {"received": "deciding", "forwarded": "deciding"}, "body", _("Take the case"), _("The body took the case"), told="consumer body"),
        _verb("refer_out", {"received": "referred", "deciding": "referred"}, "body", _("Refer elsewhere"), _("Referred to another authority"), told="consumer body"),
        _verb("hand_over", dict.fromkeys(PASSABLE, "referred"), "system", _("Hand over to another alliance"), _("Handed over to another alliance"), told="consumer body"),
        _verb("come_back", {"referred": "deciding"}, "system", _("Have it come back from another alliance"), _("It came back from another alliance"), told="consumer body"),
        _verb("link", {"received": "linked", "deciding": "linked"}, "body", _("Join to another file"), _("Joined to the file already open"), told="consumer body"),
        _verb("invite", {"deciding": "inviting"}, "body", _("Invite the business"), _("The business was invited to settle")),
        _verb("call_off", {"inviting": "deciding"}, "body home consumer", _("Call the invitation off"), _("The invitation was called off")),
        _verb("serve", {"inviting": "negotiating"}, "business body", _("Record the service"), _("The invitation reached the business")),
        _verb("offer", {"negotiating": "negotiating"}, "business body", _("Make an offer"), _("The business made an offer")),
        _verb("reply", {"negotiating": "negotiating"}, "business body", _("Reply first: we look into it"), _("The business has it and looks into it")),
        _verb("supply", {"negotiating": "negotiating"}, "consumer body", _("Give what the business asked for"), _("The consumer gave what the business asked for")),
        _verb("counter", {"negotiating": "negotiating"}, "consumer body", _("Make a counter-offer"), _("The consumer made a counter-offer")),
        _verb("reject", {"negotiating": "negotiating"}, "consumer business body", _("Reject the offer"), _("The offer was not accepted")),
        _verb("accept", {"negotiating": "fulfilling"}, "consumer business body", _("Accept the offer"), _("Settled: the offer was accepted")),
        _verb("refuse", {"negotiating": "deciding"}, "business body", _("Refuse, with reasons"), _("The business refused")),
        _verb("end_negotiation", {"negotiating": "deciding"}, "consumer body", _("Stop negotiating"), _("The negotiation was ended")),
        _verb("lapse_negotiation", {"negotiating": "deciding"}, "system", _("Negotiation time is over"), _("The time to settle is over; the body decides")),
        _verb("lapse_silence", {"negotiating": "deciding"}, "system", _("The business stayed silent"), _("The business did not answer in its time; that counts as a refusal, and the body decides")),
        _verb("deny", {"inviting": "deciding", "negotiating": "deciding"}, "business body", _("This is not our business"), _("The business says it is not the one meant")),
        _verb("correct_business", {name: name for name in ("received", "supplementing", "deciding", "clarifying")}, "consumer body", _("Correct the business"), _("The business was corrected"), told="consumer body"),
        _verb("lose_business", {"inviting": "deciding", "negotiating": "deciding", "mediating": "terminated", "paused": "terminated", "fulfilling": "breached"}, "body", _("The business is gone"), _("The business is closed or cannot be found")),
        _verb("admit", {"deciding": "mediating"}, "body", _("Admit to mediation"), _("Admitted to mediation")),
        _verb("extend_decision", {"deciding": "deciding"}, "body", _("Take longer to decide"), _("The body takes longer to decide")),
        _verb("decline", {"deciding": "declined"}, "body", _("Do not admit"), _("Not admitted, with reasons")),
        _verb("pause", {"mediating": "paused"}, "body", _("Pause mediation"), _("Mediation was paused; its clock stands")),
        _verb("resume", {"paused": "mediating"}, "body", _("Resume mediation"), _("Mediation goes on")),
        _verb("hold_session", {"mediating": "mediating"}, "body", _("Write the minutes of a session"), _("A mediation session was held")),
        _verb("extend_mediation", {"mediating": "mediating"}, "body", _("Extend mediation"), _("Both sides agreed to mediate longer")),
        _verb("agree", {"mediating": "fulfilling"}, "body", _("Record the agreement"), _("A mediation agreement was reached")),
        _verb("terminate", {"mediating": "terminated", "paused": "terminated"}, "body", _("End mediation"), _("Mediation ended without agreement")),
        _verb("lapse_mediation", {"mediating": "terminated"}, "system", _("Mediation time is over"), _("The time to mediate is over")),
        _verb("note_court", _DOING | {name: name for name in ("closed", "withdrawn")}, "body", _("Court confirmation"), _("The court confirmation of the agreement was noted")),
        _verb("note_arbitration", _AFTER, "body", _("Arbitration"), _("An arbitration was noted")),
        _verb("note_suit", _AFTER, "body", _("Support a suit"), _("A suit that the association supports was noted"), told="consumer body"),
        _verb("send_goods", _DOING, "consumer body", _("The goods are on their way"), _("The consumer sent the goods back")),
        _verb("claim_fulfilment", {"fulfilling": "fulfilling", "breached": "breached"}, "business body", _("Say it is done"), _("The business says it has done what was agreed")),
        _verb("confirm", {"fulfilling": "closed", "breached": "closed"}, "consumer body", _("Confirm it is done"), _("The consumer confirmed; the case is closed")),
        _verb("report_breach", {"fulfilling": "breached"}, "consumer body", _("It was not done"), _("The agreement was not kept")),
        _verb("claim_part", _DOING, "business body", _("Say that a part is done"), _("The business says it has done a part of what was agreed")),
        _verb("fund_paid", _DOING, "system", _("Note that a fund has paid"), _("A fund has paid in advance for the business")),
        _verb("confirm_part", _DOING, "consumer body", _("Confirm that a part is done"), _("The consumer confirmed a part of what was agreed")),
        _verb("breach_part", {"fulfilling": "breached", "breached": "breached"}, "consumer body", _("A part was not done"), _("A part of the agreement was not kept")),
        _verb("close_unconfirmed", {"fulfilling": "closed", "breached": "closed"}, "body", _("Close without confirmation"), _("Closed without the consumer's confirmation")),
        _verb("withdraw", dict.fromkeys(OPEN, "withdrawn"), "consumer body", _("Withdraw the complaint"), _("The complaint was withdrawn")),
        _verb("assign", _STAY, "body", _("Assign down"), _("Assigned to the local body"), told="consumer body"),
        _verb("take_back", _STAY, "body", _("Take back from below"), _("The city body took the case back"), told="consumer body"),
        _verb("ask_help", _STAY, "body", _("Ask another body for help"), _("Another body was asked for help"), told="consumer body"),
        _verb("give_help", _STAY, "helper", _("Answer a request for help"), _("The body that was asked for help has answered"), told="consumer body"),
        _verb("decline_help", _STAY, "helper", _("Say that you cannot help"), _("The body that was asked for help cannot do it"), told="consumer body"),
        _verb("take_back_help", _STAY, "body", _("Take a request for help back"), _("A request for help was taken back"), told="consumer body"),
        _verb("reopen", {"closed": "breached"}, "consumer body", _("It was not done after all"), _("The consumer says that it was not done after all; the case is open again")),
        _verb("reopen_early", {"closed": "fulfilling"}, "consumer body", _("It was not done after all"), _("The consumer says that it is not done yet; the case is open again")),
        _verb("undo_close", {"closed": "fulfilling"}, "body", _("Closed by mistake"), _("It was closed by mistake; the case is open again")),
        _verb("undo_close_breached", {"closed": "breached"}, "body", _("Closed by mistake"), _("It was closed by mistake; the case is open again")),
        _verb("plan_session", _SESSIONS, "body", _("Make an appointment"), _("An appointment for the mediation was made")),
        _verb("move_session", _SESSIONS, "body", _("Move the appointment"), _("The appointment was moved")),
        _verb("cancel_session", _SESSIONS, "body", _("Call the appointment off"), _("The appointment was called off")),
        _verb("urge", {name: name for name in WITH_LEAD}, "home body", _("Urge the body that has it"), _("The body that has the case was urged"), told="body"),
        _verb("correct", _EVER, "body", _("Correct what was written down"), _("What was written down was corrected"), told="consumer body"),
        _verb("note", _EVER, "body home", _("Add a note"), _("An internal note"), told="body"),
        _verb("no_answer", _EVER, "body home", _("Nobody answers the telephone"), _("Called, and nobody answered"), told="body"),
        _verb("call_back", _EVER, "body home", _("Note a call"), _("The body called"), told="body"),
        _verb("take_on", _STAY, "body", _("I take it"), _("Somebody of the body took it in hand"), told="body"),
        _verb("pass_on", _STAY, "body", _("Hand to a colleague"), _("Handed to a colleague"), told="body"),
        _verb("put_down", _STAY, "body", _("Give it back to nobody"), _("Given back; nobody has it in hand"), told="body"),
        _verb("note_mandate", _STAY, "body home", _("The other person agrees"), _("The person for whom it is filed agreed to it"), told="consumer body"),
        _verb("consumer_writes", _STAY, "consumer", _("Write to the officer"), _("A message to the officer"), told="consumer body"),
        _verb("business_writes", _STAY, "business", _("Write to the officer"), _("A message of the business to the officer"), told="business body"),
        _verb("write_consumer", _STAY, "body home", _("Write to the consumer"), _("A message of the association"), told="consumer body"),
        _verb("write_business", _STAY, "body", _("Write to the business"), _("A message of the association to the business"), told="business body"),
        _verb("add_evidence", {"draft": "draft"}|_STAY, "consumer business body home", _("Add evidence"), _("Evidence was added")),
    )
}  # fmt: skip


HELPS = ("ask_help", "give_help", "decline_help", "take_back_help")
WRITES = ("consumer_writes", "business_writes")  # to the officer, whose word answers them
WRITTEN = ("write_consumer", "write_business")  # by the officer

LIFE = Life(
    _("Complaint"),
    {name: stage.desk for name, stage in STAGES.items()},
    {name: verb.moves for name, verb in VERBS.items()},
)


def possible(stage: str, party: str) -> list[Verb]:
    """The verbs open to `party` in `stage`, in the table's order."""
    return [verb for verb in VERBS.values() if stage in verb.moves and party in verb.by]


def diagram() -> str:
    """The table as a Mermaid state diagram; verbs that lead from one stage to the same are left out."""
    lines = ["stateDiagram-v2"]
    for verb in VERBS.values():
        for start, end in verb.moves.items():
            if start != end:
                lines.append(f"    {start or '[*]'} --> {end}: {verb.name}")
    lines += [f"    {name} --> [*]" for name, stage in STAGES.items() if stage.is_final]
    return "\n".join(lines)
