"""What of the three hearts changes with an event of its subject alone, so that the record commits to it; and what not.

Most rows stand with their fingerprints in events (`desk.sealed`).
"""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows("brands.Entry", "brand"),
    Rows("brands.PairDecision", "brand", "entry"),
    Rows("brands.Proceeding", "brand", "entry"),
    Rows("brands.PanelSeat", "brand", "proceeding__entry"),
    Rows("brands.LogLine", "brand", "entry"),
    Rows("brands.AssessmentRound", "brand", "entry"),
    Rows("brands.AssessorSeat", "brand", "round__entry", free="state ended_at"),
    Rows("brands.EntryPicture", "brand", "entry"),
    Rows("brands.AssessorOffer", "assessor"),
    Rows("brands.MoneyReport", "brand-money", free="phone erase_on"),
    Rows("brands.HandedInList", "brand-list"),
)
LEFT_OUT = {
    "brands.SlipSheet": "paper slips, printed before a re-visit",
    "brands.NominationContact": "a number that is told once and erased",
    "brands.CatalogueRow": "made from entries, and made anew each night",
    "brands.CatalogueGram": "made from entries, and made anew",
    "brands.Watch": "what triggers knew last",
    "brands.EvidenceState": "which snapshot is the last; snapshots have fingerprints",
    "brands.MarkCheck": "a counter",
    "brands.Slip": "a paper slip's code, used once",
    "brands.LooseNomination": "proposed by anybody; counts only once it became a nomination",
}
