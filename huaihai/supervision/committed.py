"""What of supervision changes with an event of its subject alone, so that the record commits to it; and what not.

Observations stand with their fingerprints in events (`desk.sealed`).
"""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows("supervision.Project", "supervision"),
    Rows("supervision.ProjectCity", "supervision", "project"),
    Rows("supervision.ProjectRole", "supervision", "project"),
    Rows("supervision.Laboratory", "supervision", "project"),
    Rows("supervision.MakerNotice", "supervision", "project"),
    Rows("supervision.Objection", "supervision", "project"),
    Rows("supervision.Finding", "supervision", "project", free="clock"),
    Rows("supervision.Measure", "supervision", "project"),
    Rows("supervision.Measure_joined", "supervision", "measure__project"),
    Rows("supervision.Measure_findings", "supervision", "measure__project"),
    Rows("supervision.MeasureParty", "supervision", "measure__project"),
    Rows("supervision.SurveyLink", "supervision", "project"),
    Rows("supervision.SurveyImport", "supervision", "project"),
    Rows("supervision.VisitAssignment", "supervision", "sampled__draw__project"),
    Rows("supervision.ClauseFinding", "clause"),
    Rows("supervision.Programme", "programme"),
    Rows("supervision.Topic", "programme", "programme"),
    Rows("supervision.TopicScore", "programme", "topic__programme"),
)
LEFT_OUT = {
    "supervision.SurveyTokenUse": "that a link was used, without whose answers they are",
    "supervision.SurveyDraft": "an answer that is still being written",
    "supervision.SurveyTally": "a counter over answers, which have fingerprints",
    "supervision.PhotoUpload": "a photo that is still coming from a phone",
    "supervision.PhotoPiece": "a photo that is still coming from a phone",
}
