"""The verbs of a case, by subject: intake, routing, answers, negotiation, mediation, fulfilment, care, falling due.

Each is one transaction: guard, change, one event. Callers say who (`by`), when (`at`) and which version of the
case they saw (`seen`); a case that has moved since answers with `Moved`.
"""
