"""What the room stores: publications and versions, editions, who gets them, lessons, imports, official texts."""

from huaihai.education.models.calendar import TopicProposal, TopicProposalQuerySet
from huaihai.education.models.editions import CoSignature, Edition, EditionQuerySet, Reply, Review
from huaihai.education.models.law_texts import LawCitation, LawText, LawTextArticle, LawTextQuerySet
from huaihai.education.models.lessons import LessonAnswer, LessonMonth, LessonPart, LessonStage
from huaihai.education.models.publications import (
    Publication,
    PublicationCity,
    PublicationQuerySet,
    PublicationTopic,
    PublicationVersion,
    SearchGram,
    WarnedProduct,
)

__all__ = [
    "CoSignature",
    "Edition",
    "EditionQuerySet",
    "LawCitation",
    "LawText",
    "LawTextArticle",
    "LawTextQuerySet",
    "LessonAnswer",
    "LessonMonth",
    "LessonPart",
    "LessonStage",
    "Publication",
    "PublicationCity",
    "PublicationQuerySet",
    "PublicationTopic",
    "PublicationVersion",
    "Reply",
    "Review",
    "SearchGram",
    "TopicProposal",
    "TopicProposalQuerySet",
    "WarnedProduct",
]
