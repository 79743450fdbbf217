from django.urls import URLPattern, URLResolver, path

from huaihai.cases.consumer.filing import (
    business,
    check,
    consents,
    evidence,
    person,
    receipt,
    start,
    story,
    wanted,
)
from huaihai.cases.consumer.tracking import access_pages, answers, case_page, own_papers

urlpatterns: list[URLPattern | URLResolver] = [
    path("file/", start.start, name="file-start"),
    path("file/saved/", start.saved, name="file-saved"),
    path("file/drafts/<uuid:case_id>/", start.go_on, name="file-go-on"),
    path("file/drafts/<uuid:case_id>/removal/", start.drop, name="file-drop"),
    path("file/story/", story.story, name="file-story"),
    path("file/business/", business.business, name="file-business"),
    path("file/remedies/", wanted.wanted, name="file-remedies"),
    path("file/evidence/", evidence.evidence, name="file-evidence"),
    path("file/contact/", person.contact, name="file-contact"),
    path("file/phone-code/", person.confirm, name="file-confirm"),
    path("file/consent/", consents.consents, name="file-consent"),
    path("file/check/", check.check, name="file-check"),
    path("file/receipt/", receipt.receipt, name="file-receipt"),
    path("track/", access_pages.track, name="track"),
    path("track/lost-code/", access_pages.lost, name="track-lost"),
    path("my/", access_pages.cases, name="my-cases"),
    path("my/leave/", access_pages.leave, name="my-leave"),
    path("my/<uuid:case_id>/", case_page.case_page, name="my-case"),
    path("my/<uuid:case_id>/evidence/", own_papers.evidence, name="my-evidence"),
    path("my/<uuid:case_id>/evidence/<uuid:evidence_id>/", own_papers.evidence_file, name="my-evidence-file"),
    path("my/<uuid:case_id>/consents/", own_papers.consents, name="my-consents"),
    path("my/<uuid:case_id>/acceptance/", answers.page_for("accept"), name="my-acceptance"),
    path("my/<uuid:case_id>/rejection/", answers.page_for("reject"), name="my-rejection"),
    path("my/<uuid:case_id>/supplement/", answers.page_for("supplement"), name="my-supplement"),
    path("my/<uuid:case_id>/confirmation/", answers.page_for("confirm"), name="my-confirmation"),
    path("my/<uuid:case_id>/breach/", answers.page_for("report_breach"), name="my-breach"),
    path("my/<uuid:case_id>/business/", answers.page_for("correct_business"), name="my-business"),
    path(
        "my/<uuid:case_id>/negotiation-end/", answers.page_for("end_negotiation"), name="my-negotiation-end"
    ),
    path("my/<uuid:case_id>/withdrawal/", answers.page_for("withdraw"), name="my-withdrawal"),
]
