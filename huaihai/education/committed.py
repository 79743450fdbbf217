"""What of texts changes with an event of its subject alone, so that the record commits to it; and what does not."""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows("education.Publication", "publication", free="folded_title folded plain"),
    Rows("education.Edition", "publication", "publication"),
    Rows("education.Review", "publication", "edition__publication"),
    Rows("education.CoSignature", "publication", "edition__publication"),
    Rows("education.PublicationVersion", "publication", "publication"),
    Rows("education.WarnedProduct", "publication", "version__publication"),
    Rows("education.LessonPart", "publication", "version__publication"),
    Rows("education.Picture", "publication", "publication"),
    Rows("education.Translation", "publication", "version__publication"),
    Rows("education.Reply", "publication", "publication"),
    Rows("education.Exposure", "exposure"),
    Rows("education.TopicProposal", "topic"),
    Rows("education.LawText", "law-text"),
    Rows("education.LawTextArticle", "law-text", "law_text"),
    Rows("education.RecallList", "recall-list"),
    Rows("education.RecalledProduct", "recall-list", "recall_list"),
    Rows("education.PressContact", "press"),
    Rows("education.PressContact_cities", "press", "presscontact"),
)
LEFT_OUT = {
    "education.ImportBatch": "old pages on their way; what becomes of one is a text",
    "education.ImportedPage": "old pages on their way; what becomes of one is a text",
    "education.Subscription": "what a reader wants, changed by that reader alone",
    "education.PublicationCity": "follows from the version",
    "education.PublicationTopic": "follows from the version",
    "education.LessonStage": "follows from the version",
    "education.LessonMonth": "follows from the version",
    "education.LawCitation": "follows from the version",
    "education.SearchGram": "made from the texts, and made anew",
    "education.ImportQuestion": "of a page that is still being repaired",
    "education.ImportLikeness": "of a page that is still being repaired",
    "education.LessonAnswer": "counted answers of readers who are nobody",
    "education.Delivery": "messages on their way",
    "education.Interest": "what a reader wants to be told of",
    "education.PressPiece": "where a paper wrote of a text, told by itself",
}
