"""What is told to consumers and businesses, by event: %(day)s is the last day that counts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TO_CONSUMER: dict[str, Promise | str] = {
    "filed": _("We have received your complaint."),
    "settled_at_once": _("Settled: you took the offer of the business. Please confirm once it is done."),
    "supplement_asked": _("Something is missing. Please look up your file and add it."),
    "supplement_near": _(
        "Something is still missing. Please add it by %(day)s; after that the association goes on without it."
    ),
    "forwarded": _("Your complaint was checked and forwarded to the city of the business."),
    "taken": _("The association has taken your complaint."),
    "inviting": _("The business is being invited to settle with you."),
    "served": _("The business has received the invitation to settle."),
    "offered": _("The business has made an offer. Please answer it by %(day)s; after that it lapses."),
    "offer_near": _(
        "You have not answered the offer of the business yet. It lapses after %(day)s: please answer before."
    ),
    "replied": _("The business has your complaint and has replied. Please look up what it says."),
    "counter_accepted": _("The business accepts your counter-offer: it is settled."),
    "counter_rejected": _("The business does not accept your counter-offer. Please look up why."),
    "silent": _(
        "The business did not answer in its time. That counts as a refusal; the association decides what "
        "comes next."
    ),
    "refused": _("The business refused. The association decides what comes next."),
    "denied": _("The business says it is not the one you mean. Please check which business it is."),
    "business_gone": _("The business is closed or cannot be found. Please look up what comes next."),
    "admitted": _("Your complaint was admitted to mediation."),
    "decision_extended": _("We need longer to decide. Please look up the new date."),
    "declined": _("Your complaint was not admitted. Please look up the reason and your other ways."),
    "referred": _("Another authority is in charge. Please look up where to turn."),
    "linked": _("Your complaint was joined to your other file."),
    "paused": _("Mediation is paused, and its time stands still."),
    "resumed": _("Mediation goes on."),
    "agreed": _("A mediation agreement was reached."),
    "terminated": _("Mediation ended without agreement. Please look up your other ways."),
    "claimed": _("The business says it has done what was agreed. Please check and confirm."),
    "confirmed_on_word": _(
        "We wrote down on your word that it was done, and closed your file. Please call us if this is wrong."
    ),
    "part_on_word": _("We wrote down on your word that a part was done. Please call us if this is wrong."),
    "fund_paid": _("A fund has paid in advance for the business. Please check and confirm."),
    "promise_due": _(
        "What was agreed should be done by now. Please look up your file and say whether it was."
    ),
    "closed_unconfirmed": _(
        "Your file was closed without your confirmation. Please call us if this is wrong."
    ),
    "negotiation_lapsed": _("The time to settle is over. The association decides what comes next."),
    "draft_expires": _("Your unsent complaint will be erased in three days."),
}
TO_BUSINESS: dict[str, Promise | str] = {
    "invited": _("A consumer asks you to settle a complaint. This is no penalty; you may say no."),
    "answer_near": _(
        "A consumer waits for your answer. Please answer by %(day)s; after that the association decides what "
        "comes next."
    ),
    "taken": _("A consumer took your standing offer. Please do what it says in time."),
    "accepted": _("The consumer accepted your offer. Please do what was agreed in time."),
    "rejected": _("The consumer did not accept your offer. You can make another one."),
    "countered": _(
        "The consumer answered your offer with a counter-offer. Please answer it by %(day)s; after that it lapses."
    ),
    "counter_near": _(
        "You have not answered the counter-offer of the consumer yet. It lapses after %(day)s: please answer before."
    ),
    "supplied": _("The consumer gave what you asked for. Please look it up and answer."),
    "silent": _(
        "You did not answer in your time. That counts as a refusal; the association decides what comes next."
    ),
    "negotiation_ended": _("The negotiation was ended. The association decides what comes next."),
    "agreed": _("A mediation agreement was reached. Please do what was agreed in time."),
    "terminated": _("Mediation ended without agreement."),
    "confirmed": _("The consumer confirmed. The file is closed."),
    "part_confirmed": _("The consumer confirmed a part of what was agreed."),
    "promise_near": _("A day you agreed to is near. Please do what was agreed, and say so in the file."),
    "breach": _("The consumer says that the agreement was not kept. Please answer."),
    "withdrawn": _("The consumer withdrew the complaint."),
}
