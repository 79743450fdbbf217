"""What the room stores: publications and versions, editions, who gets them, lessons, imports, official texts."""

from huaihai.education.models.calendar import TopicProposal, TopicProposalQuerySet
from huaihai.education.models.editions import CoSignature, Edition, EditionQuerySet, Review
from huaihai.education.models.exposures import Exposure, ExposureQuerySet
from huaihai.education.models.importing import (
    ImportBatch,
    ImportBatchQuerySet,
    ImportedPage,
    ImportedPageQuerySet,
    ImportLikeness,
    ImportQuestion,
)
from huaihai.education.models.law_texts import LawCitation, LawText, LawTextArticle, LawTextQuerySet
from huaihai.education.models.lessons import LessonAnswer, LessonMonth, LessonPart, LessonStage
from huaihai.education.models.publications import (
    Publication,
    PublicationCity,
    PublicationQuerySet,
    PublicationTopic,
    SearchGram,
)
from huaihai.education.models.recalls import RecalledProduct, RecallList, RecallListQuerySet
from huaihai.education.models.replies import Reply, ReplyQuerySet
from huaihai.education.models.sending import Delivery, DeliveryQuerySet
from huaihai.education.models.subscribing import (
    Interest,
    PressContact,
    PressContactQuerySet,
    PressPiece,
    Subscription,
    SubscriptionQuerySet,
)
from huaihai.education.models.versions import Picture, PublicationVersion, Translation, WarnedProduct

__all__ = [
    "CoSignature",
    "Delivery",
    "DeliveryQuerySet",
    "Edition",
    "EditionQuerySet",
    "Exposure",
    "ExposureQuerySet",
    "ImportBatch",
    "ImportBatchQuerySet",
    "ImportLikeness",
    "ImportQuestion",
    "ImportedPage",
    "ImportedPageQuerySet",
    "Interest",
    "LawCitation",
    "LawText",
    "LawTextArticle",
    "LawTextQuerySet",
    "LessonAnswer",
    "LessonMonth",
    "LessonPart",
    "LessonStage",
    "Picture",
    "PressContact",
    "PressContactQuerySet",
    "PressPiece",
    "Publication",
    "PublicationCity",
    "PublicationQuerySet",
    "PublicationTopic",
    "PublicationVersion",
    "RecallList",
    "RecallListQuerySet",
    "RecalledProduct",
    "Reply",
    "ReplyQuerySet",
    "Review",
    "SearchGram",
    "Subscription",
    "SubscriptionQuerySet",
    "TopicProposal",
    "TopicProposalQuerySet",
    "Translation",
    "WarnedProduct",
]
