"""The office for staff, and what the public may read of it."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

duties = views_of("huaihai.governance.duties")
rule_pages = views_of("huaihai.governance.rule_pages")
agreement_pages = views_of("huaihai.governance.agreement.pages")
agreement_writing = views_of("huaihai.governance.agreement.writing")
charter_pages = views_of("huaihai.governance.charter.pages")
charter_writing = views_of("huaihai.governance.charter.writing")
directory_pages = views_of("huaihai.governance.directory.pages")
directory_phones = views_of("huaihai.governance.directory.phones")
directory_stations = views_of("huaihai.governance.directory.stations")
effects_pages = views_of("huaihai.governance.effects.pages")
hand_over_pages = views_of("huaihai.governance.hand_over.pages")
pages = views_of("huaihai.governance.meetings.pages")
meetings_room = views_of("huaihai.governance.meetings.room")
log_page = views_of("huaihai.governance.log_page")
log_pages = views_of("huaihai.record.log.pages")
motions_pages = views_of("huaihai.governance.motions.pages")
motions_votes = views_of("huaihai.governance.motions.votes")
papers_pages = views_of("huaihai.governance.papers.pages")
planning_pages = views_of("huaihai.governance.planning.pages")
planning_writing = views_of("huaihai.governance.planning.writing")
pools_pages = views_of("huaihai.governance.pools.pages")
reminding_pages = views_of("huaihai.governance.reminding.pages")
resolutions_pages = views_of("huaihai.governance.resolutions.pages")
roster_pages = views_of("huaihai.governance.roster.pages")

OFFICE: list[URLPattern | URLResolver] = [
    path("meetings/", pages.LIST.view, name="office-meetings"),
    path("meetings/plan/", pages.plan, name="office-meeting-plan"),
    path("meetings/<uuid:pk>/", pages.one, name="office-meeting"),
    path(
        "meetings/<uuid:pk>/",
        include(pages.MEETINGS.steps("office-meeting", "invitation details end adjournment cancellation")),
    ),
    path("meetings/<uuid:pk>/agenda/", pages.agenda, name="office-meeting-agenda"),
    path(
        "meetings/<uuid:pk>/agenda/<uuid:item>/removal/",
        pages.removal,
        name="office-meeting-removal",
    ),
    path("meetings/<uuid:pk>/papers/", pages.papers, name="office-meeting-papers"),
    path("meetings/<uuid:pk>/papers/<uuid:paper>/", pages.paper, name="office-meeting-paper"),
    path(
        "meetings/<uuid:pk>/continuation/",
        pages.continuation,
        name="office-meeting-continuation",
    ),
    path("meetings/<uuid:pk>/session/", meetings_room.session, name="office-meeting-session"),
    path("meetings/<uuid:pk>/votes/<uuid:motion>/", meetings_room.vote, name="office-meeting-vote"),
    path("meetings/<uuid:pk>/seats/", meetings_room.attendance, name="office-meeting-attendance"),
    path("meetings/<uuid:pk>/seats/<str:key>/", meetings_room.seat, name="office-meeting-seat"),
    path("meetings/<uuid:pk>/seats/<str:key>/coming/", meetings_room.coming, name="office-meeting-coming"),
    path("meetings/<uuid:pk>/seats/<str:key>/leaving/", meetings_room.leaving, name="office-meeting-leaving"),
    path("meetings/<uuid:pk>/minutes/", meetings_room.of_meeting, name="office-meeting-minutes"),
    path("motions/", motions_pages.LIST.view, name="office-motions"),
    path("motions/draft/", motions_pages.new, name="office-motion-new"),
    path("motions/<uuid:pk>/", motions_pages.one, name="office-motion"),
    path(
        "motions/<uuid:pk>/",
        include(
            motions_pages.MOTIONS.steps("office-motion", "breaking-off tabling text written-vote withdrawal")
        ),
    ),
    path("motions/<uuid:pk>/effects/", effects_pages.kinds, name="office-motion-effects"),
    path("motions/<uuid:pk>/effects/<slug:kind>/", effects_pages.add, name="office-motion-effect"),
    path(
        "motions/<uuid:pk>/effects/<int:place>/removal/",
        effects_pages.removal,
        name="office-motion-effect-removal",
    ),
    path("motions/<uuid:pk>/amendments/", motions_pages.amendment, name="office-motion-amendment"),
    path("motions/<uuid:pk>/taking-over/", motions_pages.taking_over, name="office-motion-taking-over"),
    path("motions/<uuid:pk>/count/", motions_votes.counted, name="office-motion-count"),
    path("motions/<uuid:pk>/vote/", motions_votes.vote, name="office-motion-vote"),
    path("motions/<uuid:pk>/vote/own/", motions_votes.own, name="office-motion-own-vote"),
    path("motions/<uuid:pk>/vote/taking-back/", motions_votes.taking_back, name="office-motion-taking-back"),
    path("motions/<uuid:pk>/minutes/", meetings_room.of_motion, name="office-motion-minutes"),
    path(
        "meetings/<uuid:pk>/notice.pdf",
        papers_pages.notice,
        {"kind": "pdf"},
        name="office-meeting-notice-pdf",
    ),
    path(
        "meetings/<uuid:pk>/notice.docx",
        papers_pages.notice,
        {"kind": "docx"},
        name="office-meeting-notice-word",
    ),
    path(
        "minutes/<uuid:pk>/minutes.pdf",
        papers_pages.minutes,
        {"kind": "pdf"},
        name="office-minutes-paper-pdf",
    ),
    path(
        "minutes/<uuid:pk>/minutes.docx",
        papers_pages.minutes,
        {"kind": "docx"},
        name="office-minutes-paper-word",
    ),
    path("minutes/<uuid:pk>/text/", meetings_room.text, name="office-minutes-text"),
    path("minutes/<uuid:pk>/filling-in/", meetings_room.filling_in, name="office-minutes-filling-in"),
    path("minutes/<uuid:pk>/approval/", meetings_room.approval, name="office-minutes-approval"),
    path("duties/", duties.LIST.view, name="office-duties"),
    path("duties/new/", duties.new, name="office-duty-new"),
    path("duties/<uuid:pk>/", duties.one, name="office-duty"),
    path("duties/<uuid:pk>/", include(duties.DUTIES.steps("office-duty", "done opening dropping"))),
    path("agreement/", agreement_pages.versions, name="office-agreement"),
    path("agreement/draft/", agreement_writing.new, name="office-agreement-new"),
    path("agreement/members/", agreement_pages.members, name="office-agreement-members"),
    path("agreement/members/leaving/", agreement_writing.leaving, name="office-agreement-leaving"),
    path("agreement/members/staying/", agreement_writing.staying, name="office-agreement-staying"),
    path(
        "agreement/<slug:key>/",
        include(agreement_pages.AGREEMENTS.steps("office-agreement", "opening text withdrawal")),
    ),
    path("agreement/<slug:key>/", agreement_pages.version, name="office-agreement-version"),
    path("agreement/<slug:key>/changes/", agreement_pages.changes, name="office-agreement-changes"),
    path("agreement/<slug:key>/annexes/", agreement_writing.annex, name="office-agreement-annex-new"),
    path("agreement/<slug:key>/annexes/<int:place>/", agreement_writing.annex, name="office-agreement-annex"),
    path(
        "agreement/<slug:key>/annexes/<int:place>/removal/",
        agreement_writing.annex_removal,
        name="office-agreement-annex-removal",
    ),
    path("agreement/<slug:key>/signature/", agreement_writing.signature, name="office-agreement-signature"),
    path("hand-over/", hand_over_pages.overview, name="office-hand-over"),
    path("hand-over/planned/", hand_over_pages.planned, name="office-hand-over-planned"),
    path("hand-over/<uuid:pk>/", hand_over_pages.one, name="office-hand-over-one"),
    path("hand-over/<uuid:pk>/list.json", hand_over_pages.as_json, name="office-hand-over-json"),
    path("hand-over/<uuid:pk>/listing/", hand_over_pages.listing_made, name="office-hand-over-listing"),
    path("hand-over/<uuid:pk>/signature/", hand_over_pages.signature, name="office-hand-over-signature"),
    path(
        "hand-over/<uuid:pk>/calling-off/", hand_over_pages.calling_off, name="office-hand-over-calling-off"
    ),
    path("reminders/", reminding_pages.page, name="my-reminders"),
    path("roster/", roster_pages.tonight, name="office-roster"),
    path("roster/month/", roster_pages.month, name="office-roster-month"),
    path("roster/leave/", roster_pages.leave, name="office-roster-leave"),
    path("roster/leave/<uuid:leave_id>/end/", roster_pages.leave_end, name="office-roster-leave-end"),
    path("directory/", directory_pages.directory, name="office-directory"),
    path("directory/print/<str:code>/", directory_pages.printed, name="office-directory-print"),
    path("directory/<uuid:body_id>/", directory_pages.body, name="office-directory-body"),
    path("directory/<uuid:body_id>/public/", directory_phones.public_part, name="office-directory-public"),
    path(
        "directory/<uuid:body_id>/stations/new/",
        directory_stations.station_new,
        name="office-directory-station-new",
    ),
    path(
        "directory/<uuid:body_id>/computers/", directory_stations.computers, name="office-directory-computers"
    ),
    path("directory/<uuid:body_id>/closing/", directory_stations.closing, name="office-directory-closing"),
    path("directory/<uuid:body_id>/lines/new/", directory_phones.line_new, name="office-directory-line-new"),
    path(
        "directory/<uuid:body_id>/lines/<uuid:line_id>/", directory_phones.line, name="office-directory-line"
    ),
    path(
        "directory/<uuid:body_id>/lines/<uuid:line_id>/number/",
        directory_phones.line_look,
        name="office-directory-line-look",
    ),
    path(
        "directory/<uuid:body_id>/lines/<uuid:line_id>/end/",
        directory_phones.line_end,
        name="office-directory-line-end",
    ),
    path("pools/", pools_pages.LIST.view, name="office-pools"),
    path("pools/new/", pools_pages.new_entry, name="office-pool-new"),
    path("pools/requests/<uuid:pk>/", include(pools_pages.REQUESTS.steps("office-pool", "answer"))),
    path("pools/requests/<uuid:pk>/", pools_pages.request_page, name="office-pool-request"),
    path("pools/requests/<uuid:pk>/withdrawal/", pools_pages.withdrawal, name="office-pool-withdrawal"),
    path("pools/<uuid:pk>/", include(pools_pages.ENTRIES.steps("office-pool", "change consent"))),
    path("pools/<uuid:pk>/", pools_pages.entry_page, name="office-pool"),
    path("pools/<uuid:pk>/contact/", pools_pages.contact, name="office-pool-contact"),
    path("pools/<uuid:pk>/request/", pools_pages.new_request, name="office-pool-ask"),
    path("charter/", charter_pages.charter_page, name="office-charter"),
    path(
        "charter/evidence/<uuid:evidence_id>/withdrawal/",
        charter_pages.withdrawal,
        name="office-charter-withdrawal",
    ),
    path("charter/<slug:key>/", charter_pages.part, name="office-charter-part"),
    path("charter/<slug:key>/owner/", charter_pages.owner, name="office-charter-owner"),
    path("charter/<slug:key>/evidence/", charter_writing.evidence, name="office-charter-evidence"),
    path("plans/", planning_pages.PLAN_LIST.view, name="office-plans"),
    path("plans/opening/", planning_writing.plan_opening, name="office-plan-opening"),
    path("plans/<uuid:plan_id>/", include(planning_pages.PLANS.steps("office-plan", "proposal taking-back"))),
    path("plans/<uuid:plan_id>/", planning_pages.plan, name="office-plan"),
    path("plans/<uuid:plan_id>/print/", planning_pages.plan_print, name="office-plan-print"),
    path("plans/<uuid:plan_id>/lines/", planning_writing.new_line, name="office-plan-line-new"),
    path("plans/lines/<uuid:item_id>/", planning_writing.line, name="office-plan-line"),
    path(
        "plans/lines/<uuid:item_id>/removal/", planning_writing.line_removal, name="office-plan-line-removal"
    ),
    path("plans/lines/<uuid:item_id>/done/", planning_writing.line_done, name="office-plan-line-done"),
    path("reports/", planning_pages.REPORT_LIST.view, name="office-reports"),
    path("reports/opening/", planning_writing.report_opening, name="office-report-opening"),
    path(
        "reports/<uuid:report_id>/",
        include(planning_pages.REPORTS.steps("office-report", "words counting finish publication reopening")),
    ),
    path("reports/<uuid:report_id>/", planning_pages.report, name="office-report"),
    path("reports/<uuid:report_id>/print/", planning_pages.report_print, name="office-report-print"),
    path("figures/<slug:key>/", planning_pages.figure, name="office-figure"),
]
EVERYBODY: list[URLPattern | URLResolver] = [
    path("", rule_pages.overview, name="alliance"),
    path("resolutions/", resolutions_pages.register, name="resolutions"),
    path("resolutions/feed/", resolutions_pages.feed, name="resolutions-feed"),
    path("resolutions/<slug:number>/", resolutions_pages.resolution, name="resolution"),
    path(
        "resolutions/<slug:number>/resolution.pdf",
        papers_pages.resolution,
        {"kind": "pdf"},
        name="resolution-paper-pdf",
    ),
    path(
        "resolutions/<slug:number>/resolution.docx",
        papers_pages.resolution,
        {"kind": "docx"},
        name="resolution-paper-word",
    ),
    path("resolutions/<slug:number>/file/", resolutions_pages.file, name="resolution-file"),
    path("check/", resolutions_pages.check_file, name="check-file"),
    path("key.pem", resolutions_pages.public_key, name="alliance-key"),
    path("log/", log_page.page, name="log"),
    path("log/checkpoint", log_pages.checkpoint, name="log-checkpoint"),
    path("log/key", log_pages.keys, name="log-key"),
    path("log/tile/<int:level>/<path:place>", log_pages.tile, name="log-tile"),
    path("log/witnesses/<path:name>", log_pages.witness, name="log-witness"),
    path("rules/", rule_pages.rules_on, name="rules"),
    path("rules/<str:name>/", rule_pages.rule, name="rule"),
    path("agreement/", agreement_pages.agreement, name="alliance-agreement"),
    path("agreement/<slug:key>/", agreement_pages.public_version, name="alliance-agreement-version"),
    path("agreement/<slug:key>/changes/", agreement_pages.public_changes, name="alliance-agreement-changes"),
    path("agreement/<slug:key>/file/", agreement_pages.file, name="alliance-agreement-file"),
    path("nine/", charter_pages.nine, name="alliance-nine"),
    path("nine/files/<uuid:evidence_id>/", charter_pages.evidence_file, name="alliance-nine-file"),
    path("nine/<slug:key>/", charter_pages.public_part, name="alliance-nine-part"),
    path("reports/", planning_pages.public_reports, name="alliance-reports"),
    path("plans/<int:year>/", planning_pages.public_plan, name="alliance-plan"),
    path("reports/<str:name>/", planning_pages.public_report, name="alliance-report"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", include(OFFICE)),
    path("alliance/", include(EVERYBODY)),
]
