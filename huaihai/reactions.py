"""What a lower room wants of an upper one, by dotted name: a lower room never imports an upper one.

It writes an event; where something must follow at once, in the same transaction, the function is listed under the
event's verb and called with the event. What a lower room has to ask stands here too.
"""

MEMBERSHIP_CHANGED = "huaihai.governance.agreement.signing.membership_changed"
POWER_MESSAGES = "huaihai.governance.power_messages.of_event"
ACCOUNTS_OF_ONE_PERSON = (
    "huaihai.governance.directory.one_person.accounts"  # (account) -> others of that person
)
REACTIONS: dict[str, tuple[str, ...]] = {
    # The day on which an agreement comes into force depends on who the members are.
    "joined alliance": (MEMBERSHIP_CHANGED,),
    "left alliance": (MEMBERSHIP_CHANGED,),
    "stays in alliance": (MEMBERSHIP_CHANGED,),
    # A post or a way to sign in, asked for, given or taken away: the person and the head of the body are told.
    "power asked": (POWER_MESSAGES,),
    "post opened": (POWER_MESSAGES,),
    "password link made": (POWER_MESSAGES,),
    "post ended": (POWER_MESSAGES,),
    "account closed": (POWER_MESSAGES,),
    "passkey added": (POWER_MESSAGES,),
    # A standing offer that a fund pays: the fund is asked in the same transaction.
    "settle_at_once": ("huaihai.compensation.claims.verbs.open_from_settlement",),
    # An exposure that went out stands until its day; a project of supervision is published with the text about it.
    "publication_published": (
        "huaihai.education.exposing.verbs.went_out",
        "huaihai.supervision.releasing.went_out",
    ),
    "publication_withdrawn": ("huaihai.supervision.releasing.taken_back",),
    # A motion that was not carried: what it was about is told so, and goes its way.
    "reject": (
        "huaihai.brands.noticing.voting.motion_rejected",
        "huaihai.brands.conduct.removing.of_rejection",
    ),
}

# A doubt about an entry of a card whose shop fell silent: what is owed for the card, and its reserve, follow.
for _verb in ("prepaid_doubt", "prepaid_settle_doubt", "prepaid_undo"):
    REACTIONS[_verb] = ("huaihai.prepaid.closures.guarantee.of_entry",)
REACTIONS["prepaid_new_receipt"] = ("huaihai.prepaid.closures.guarantee.of_new_receipt",)

# Every change of standing of an entry of the three hearts, and every step of a proceeding, makes a line of the public
# log; with the mark its proceedings end, and whatever was known when it was given opens none.
_LOGGED = """
    admit renew expire suspend restore remove reinstate leave proceeding_opened statement_made hearing_asked hearing_set
    hearing_held statement_closed proceeding_overdue removal_drafted remedy_handed_in appealed warned
    suspension_confirmed restoration_refused proceeding_dropped removal_rejected remedied warning_lapsed
    appeal_time_over not_remedied ended_with_removal panel_upheld panel_set_aside
"""
for _verb in _LOGGED.split():
    REACTIONS[f"brand_{_verb}"] = ("huaihai.brands.conduct.log.of_event",)
for _verb in ("brand_leave", "brand_expire"):
    REACTIONS[_verb] = (*REACTIONS[_verb], "huaihai.brands.conduct.log.of_ending")
REACTIONS["brand_admit"] = (*REACTIONS["brand_admit"], "huaihai.brands.conduct.opening.begin")

# The systems of a business are told what happens to the cases that it was invited to.
BUSINESS_TOLD = "huaihai.cases.api.changes.of_case"
_TOLD = """
    settle_at_once invite call_off serve offer reply supply counter reject accept refuse end_negotiation
    lapse_negotiation lapse_silence deny correct_business lose_business admit extend_decision decline pause resume
    hold_session extend_mediation agree note_court note_arbitration terminate lapse_mediation claim_fulfilment confirm
    report_breach claim_part fund_paid confirm_part breach_part close_unconfirmed withdraw add_evidence
    reopen reopen_early undo_close undo_close_breached plan_session move_session cancel_session
"""
for _verb in _TOLD.split():
    REACTIONS[_verb] = (*REACTIONS.get(_verb, ()), BUSINESS_TOLD)

# What `huaihai record fall-due` asks: each yields acts that have fallen due by a moment.
DUE: tuple[str, ...] = (
    "huaihai.brands.assessing.falling_due.due_acts",
    "huaihai.brands.noticing.falling_due.due_acts",
    "huaihai.brands.effect.report.due_acts",
    "huaihai.brands.entering.verbs.due_acts",
    "huaihai.brands.evidence.refreshing.due_acts",
    "huaihai.brands.conduct.falling_due.due_acts",  # after it: triggers read what was gathered tonight
    "huaihai.brands.programme.publishing.due_acts",
    "huaihai.brands.marks.verbs.due_acts",
    "huaihai.brands.catalogue.falling_due.due_acts",
    "huaihai.businesses.profile.verbs.due_acts",
    "huaihai.businesses.channel.membership.due_acts",
    "huaihai.cases.verbs.falling_due.due_acts",
    "huaihai.cases.verbs.emptying.due_acts",
    "huaihai.cases.consulting.verbs.due_acts",
    "huaihai.cases.callback.verbs.due_acts",
    "huaihai.cases.genuine.forgeries.due_acts",
    "huaihai.cases.business_numbers.due_acts",
    "huaihai.cases.passing.due.due_acts",
    "huaihai.prepaid.due.due_acts",
    "huaihai.compensation.due.due_acts",
    "huaihai.prepaid.closures.speaking.due_acts",
    "huaihai.education.publications.approval.due_acts",
    "huaihai.education.subscribing.verbs.due_acts",
    "huaihai.education.exposing.verbs.due_acts",
    "huaihai.education.calendar.verbs.due_acts",
    "huaihai.insight.rollups.counting.due_acts",  # first of the room: the others read what it counted tonight
    "huaihai.insight.alarms.nightly.due_acts",  # after the counts
    "huaihai.insight.callbacks.rounds.due_acts",
    "huaihai.insight.releases.building.due_acts",  # after counts and call-backs
    "huaihai.insight.indexing.verbs.due_acts",
    "huaihai.insight.redecisions.verbs.due_acts",
    "huaihai.insight.comparing.measuring.due_acts",  # after the counts
    "huaihai.insight.board.computing.due_acts",  # after the comparison: it reads the gap
    "huaihai.governance.motions.voting.due_acts",
    "huaihai.members.failures.due_acts",
    "huaihai.record.outbox.due_acts",
    "huaihai.governance.hand_over.verbs.due_acts",
    "huaihai.supervision.sweeping.tracking.due_acts",
    "huaihai.supervision.surveying.importing.due_acts",
    "huaihai.supervision.testing.hearing.notices.due_acts",
    "huaihai.supervision.visiting.uploading.due_acts",
    "huaihai.insight.narratives.verbs.due_acts",
)

# What the desk asks where somebody handed in a forged notice: a draft of a warning, with its record key and address;
# asked with title=, words=, by=, at=.
WARNING_DRAFT = "huaihai.education.publications.reported.draft"

# What the page of a business asks: how many cases an actor may see of these businesses.
CASES_SEEN = "huaihai.cases.desk.lists.count_seen"

# What the pages of a business about itself show at the side: its desk.
BUSINESS_ASIDE = "huaihai.cases.business.pages.aside"

# What the list of a business's standing offers asks: how often each was taken, and what became of it.
STANDING_OFFERS_TAKEN = "huaihai.cases.business_figures.standing_offers_taken"

# What publishing a standing offer that a fund pays asks: the fund that has agreed to, with its terms, or None; asked
# with the id of the business, on=, ground=.
FUND_FOR = "huaihai.compensation.claims.situation.fund_for"

# What the push list of a city's body asks: which businesses were complained of most since a moment.
MOST_COMPLAINED = "huaihai.cases.business_figures.most_complained"

# What the public page of a business asks: its numbers over the last months, with how sure they are.
BUSINESS_NUMBERS = "huaihai.cases.business_numbers.told"

# What the same page asks: what stands about these businesses elsewhere today; each gives
# `businesses.posters.pages.Door`s.
BUSINESS_NOTES: tuple[str, ...] = (
    "huaihai.prepaid.issuers.facts.notes",
    "huaihai.prepaid.closures.facts.notes",
    "huaihai.education.exposing.pages.notes",
    "huaihai.insight.indexing.facts.notes",
)

# What an officer sees of a business while writing a complaint down: its marks, and what stands about it today; asked
# with ids, each gives `businesses.posters.pages.Door`s.
BUSINESS_RECORD: tuple[str, ...] = ("huaihai.brands.catalogue.elsewhere.marks_of", *BUSINESS_NOTES)

# What the same page asks of a stage and a result: what became of such a case, in the one definition of all numbers.
OUTCOME_OF = "huaihai.insight.axes.outcome_of"

# What the front page of a business's desk asks of its businesses on a day: each gives
# `cases.business.overview.Section`s.
BUSINESS_SECTIONS: tuple[str, ...] = (
    "huaihai.compensation.funds.owner.sections",
    "huaihai.prepaid.issuers.own.sections",
    "huaihai.education.replies.facts.sections",
    "huaihai.supervision.sweeping.business.sections",
    "huaihai.supervision.clauses.hearing.sections",
    "huaihai.supervision.testing.hearing.own_pages.sections",
    "huaihai.brands.entering.holder.sections",
    "huaihai.brands.conduct.holder.desk_sections",
    "huaihai.insight.indexing.own.sections",
)

# What a report of the alliance asks for a span of days (since, until, both included): each gives
# `record.figures.Figure`s, numbers with the address of exactly the rows behind them.
REPORT_FIGURES: tuple[str, ...] = (
    "huaihai.cases.figures.figures_between",
    "huaihai.cases.consulting.counted.figures_between",
    "huaihai.education.publications.facts.figures_between",
    "huaihai.supervision.figures.figures_between",
)

# What the list of a hand-over of the office asks at a moment: each gives `record.hand_over.OpenItem`s.
HAND_OVER: tuple[str, ...] = (
    "huaihai.governance.hand_over.items.motions",
    "huaihai.governance.hand_over.items.meetings",
    "huaihai.governance.hand_over.items.minutes",
    "huaihai.governance.hand_over.items.duties",
    "huaihai.governance.hand_over.items.agreements",
    "huaihai.governance.hand_over.items.plans",
    "huaihai.governance.hand_over.items.reports",
    "huaihai.governance.hand_over.items.clocks",
    "huaihai.governance.hand_over.items.contacts",
    "huaihai.governance.hand_over.items.keys",
    "huaihai.governance.hand_over.items.administrators",
    "huaihai.education.publications.facts.drafts",
    "huaihai.supervision.open_items.projects",
    "huaihai.supervision.open_items.programmes",
    "huaihai.brands.open_items.entries",
    "huaihai.brands.open_items.nominations",
    "huaihai.brands.open_items.money_reports",
    "huaihai.brands.open_items.proceedings",
    "huaihai.brands.open_items.misuse_reports",
)

# What the public page of a text asks: doors to what it tells of; each gives `businesses.posters.pages.Door`s.
TEXT_DOORS: tuple[str, ...] = (
    "huaihai.supervision.reporting.pages.of_text",
    "huaihai.insight.alarms.facts.of_text",
)

# What the menu of staff asks: each is a `desk.menu.Entries` for one of the seven places; within a place from the top to
# the bottom.
OFFICE_MENU: tuple[str, ...] = (
    "huaihai.governance.menu.HOME",
    "huaihai.cases.menu.MENU",
    "huaihai.businesses.menu.MENU",
    "huaihai.compensation.menu.MENU",
    "huaihai.prepaid.menu.MENU",
    "huaihai.brands.menu.MENU",
    "huaihai.education.menu.MENU",
    "huaihai.supervision.menu.MENU",
    "huaihai.insight.menu.MENU",
    "huaihai.governance.menu.MENU",
    "huaihai.front.menu.MENU",
    "huaihai.governance.menu.OWN",
    "huaihai.front.guides.MENU",
)

# What the field "find" of every page asks: each takes the actor and the words, and gives a `desk.finding.Found`, with
# only what the actor may see.
FIND: tuple[str, ...] = (
    "huaihai.cases.finding.find",
    "huaihai.businesses.finding.find",
    "huaihai.brands.finding.find",
    "huaihai.education.finding.find",
    "huaihai.supervision.finding.find",
    "huaihai.governance.finding.motions",
    "huaihai.governance.finding.people",
    "huaihai.front.guides.find",
)

# What the first page of staff asks with the request: the line that invites to practise, or None.
PRACTICE = "huaihai.cases.guided.facts.invitation"

# What each page of the office asks: whether an actor acts as the secretariat; asked with on=.
IS_OFFICE = "huaihai.governance.standing.is_office"

# What the first page, the menu and the messages of staff ask: each is a `desk.waiting.Room`, which takes the actor and
# the moment, and gives sources of `Waiting`s.
OFFICE_WAITING: tuple[str, ...] = (
    "huaihai.cases.waiting.for_person",
    "huaihai.cases.unanswered.for_person",
    "huaihai.cases.callback.waiting.for_person",
    "huaihai.cases.desk.leading.for_person",
    "huaihai.cases.together.waiting.for_person",
    "huaihai.cases.helping.waiting.for_person",
    "huaihai.cases.passing.waiting.for_person",
    "huaihai.businesses.waiting.for_person",
    "huaihai.compensation.waiting.for_person",
    "huaihai.prepaid.waiting.for_person",
    "huaihai.prepaid.closures.waiting.for_person",
    "huaihai.desk.accounts.for_person",
    "huaihai.front.operating.waiting.for_person",
    "huaihai.governance.waiting.for_person",
    "huaihai.governance.secretariat_waiting.for_person",
    "huaihai.governance.charter.waiting.for_person",
    "huaihai.education.waiting.for_person",
    "huaihai.supervision.waiting.for_person",
    "huaihai.brands.waiting.for_person",
    "huaihai.insight.alarms.pages.for_person",
    "huaihai.insight.callbacks.pages.for_person",
    "huaihai.insight.redecisions.pages.for_person",
    "huaihai.insight.narratives.office.for_person",
)

# What the pages of the charter ask on a day: live numbers by the key of their measure
# (`governance.charter.facts.Live`).
CHARTER_MEASURES: tuple[str, ...] = ("huaihai.insight.board.facts.of_charter",)

# What a resolution can change beyond the alliance's own matters: each is a `governance.effects.effect.Effect`.
EFFECTS: tuple[str, ...] = (
    "huaihai.supervision.programme.effect.ADOPTS_PROGRAMME",
    "huaihai.brands.programme.effects.ADOPTS_BASIS",
    "huaihai.brands.programme.effects.ADOPTS_CRITERIA",
    "huaihai.brands.noticing.voting.ADMITS",
    "huaihai.brands.conduct.removing.REMOVES",
    "huaihai.insight.board.targets.ADOPTS_TARGETS",
)

# Whose matter a message is, by what its subject begins with: asked with the subject, it gives the key of a body.
MESSAGE_BODY: dict[str, str] = {
    "case": "huaihai.cases.messages.body_of",
    "prepaid_card": "huaihai.prepaid.closures.telling.body_of",
}

# Where a connection wants its webhooks, and with which keys they are signed: asked with its id and the moment.
WEBHOOK_TARGET = "huaihai.businesses.connecting.authentication.target_of"

# What the check of what people have at home asks: products that failed a safety item in a published test; each gives
# `education.check.facts.UnsafeProduct`s.
UNSAFE_PRODUCTS: tuple[str, ...] = ("huaihai.supervision.testing.publishing.pages.of_tests",)

# What the page behind a poster's QR asks of a place on a day: each gives `businesses.posters.pages.Door`s.
POSTER_DOORS: tuple[str, ...] = ("huaihai.compensation.funds.own.doors",)

# What the consumer's own page of a case asks with the case and the day: each gives
# `cases.consumer.tracking.facts.CaseDoor`s.
CASE_DOORS: tuple[str, ...] = (
    "huaihai.prepaid.closures.facts.case_doors",
    "huaihai.compensation.claims.doors.doors",
    "huaihai.brands.evidence.rating_pages.doors",
    "huaihai.insight.narratives.facts.doors",
)

# What the page of a joint handling asks with it: where more about it stands; each gives
# `businesses.posters.pages.Door`s.
TOGETHER_NOTES: tuple[str, ...] = ("huaihai.prepaid.closures.facts.of_binder",)

# What erasing a file asks with the case, on the consumer's word and by night: why this room still needs it, or "".
FILE_HOLDS: tuple[str, ...] = ("huaihai.compensation.claims.doors.hold",)

# How many stored files rows let go since a moment, asked before files without a row are swept: each takes since=.
FILES_LET_GO: tuple[str, ...] = ("huaihai.cases.verbs.emptying.stored_since",)

# What the worker asks before it sends messages: it writes those that somebody asked for, or that somebody is to get;
# each takes at=, and is short.
ANSWERING: tuple[str, ...] = (
    "huaihai.cases.verbs.care.answer_lost",
    "huaihai.governance.reminding.verbs.remind_due",
    "huaihai.prepaid.closures.telling.tell_some",
)

# What sends what a room has queued by the thousand: whether anything is due, and what sends some of it, batch after
# batch; both take at=. The second returns how many messages it tried (0: nothing is due).
SENDING: tuple[tuple[str, str], ...] = (
    ("huaihai.education.sending.verbs.is_due", "huaihai.education.sending.verbs.send_due"),
    ("huaihai.cases.passing.due.is_due", "huaihai.cases.passing.due.send_due"),
)

# What the worker asks, batch after batch, to bring an index up to date: each takes at=, and returns how much it did (0:
# nothing is left).
INDEXING: tuple[str, ...] = ("huaihai.cases.search.indexing.index_some",)

# What the search of the site asks beside texts and the law, with the query and on=: each gives a few
# `businesses.posters.pages.Door`s. Those of offices and of help stand first.
SEARCH: tuple[str, ...] = (
    "huaihai.brands.catalogue.elsewhere.doors",
    "huaihai.businesses.profile.finding.doors",
)
SEARCH_OFFICES: tuple[str, ...] = (
    "huaihai.cases.genuine.searched.doors",
    "huaihai.front.offices.doors",
    "huaihai.front.questions.doors",
    "huaihai.supervision.clauses.finding.doors",
)

# The loaded official text of a source of law (its key) -> its articles by their keys, or None.
LAW_TEXTS = "huaihai.education.library.loading.official_text"

# The ids of keys whose signatures count no more.
REVOKED_KEYS = "huaihai.brands.marks.publishing.revoked_keys"

# Which subjects of the record belong to somebody whose keys seal what is written about them: the model of their row
# (`kit.keys.owners`). All others are the alliance's.
SEALED_FOR: dict[str, str] = {"case": "cases.Case", "claim": "compensation.Claim"}

# The keys of single cases that were given to another city's ring: asked with the keys of that ring, it gives them by
# their names.
KEYS_GIVEN = "huaihai.cases.owning.keys_given"

# What is sealed outside of sealed fields: each gives the columns, so that they get a new key with all others.
SEALED_COLUMNS: tuple[str, ...] = (
    "huaihai.cases.owning.sealed_columns",
    "huaihai.cases.search.indexing.sealed_columns",
    "huaihai.members.adapters.sealed_columns",
    "huaihai.supervision.visiting.uploading.sealed_columns",
)

# What the log commits to beside events: modules with `ROWS` and `LEFT_OUT` (`record.verify.commitments`).
COMMITTED: tuple[str, ...] = (
    "huaihai.record.committed",
    "huaihai.members.committed",
    "huaihai.governance.committed",
    "huaihai.businesses.committed",
    "huaihai.cases.committed",
    "huaihai.compensation.committed",
    "huaihai.prepaid.committed",
    "huaihai.education.committed",
    "huaihai.supervision.committed",
    "huaihai.brands.committed",
    "huaihai.insight.committed",
)

# What `huaihai verify` asks beside chains, log, rows and files: each gives what does not fit, as something that can be
# printed.
CHECKS: tuple[str, ...] = (
    "huaihai.record.signatures.findings",
    "huaihai.governance.documents.findings",
    "huaihai.compensation.verifying.findings",
    "huaihai.prepaid.verifying.findings",
    "huaihai.supervision.verifying.findings",
    "huaihai.supervision.programme.verifying.findings",
    "huaihai.brands.verifying.findings",
    "huaihai.brands.conduct.log.findings",
    "huaihai.insight.releases.verifying.findings",
)
