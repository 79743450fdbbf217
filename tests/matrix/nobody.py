"""Lines of the table that are open to nobody, and why: the demo's year has no row that would open them."""

UNDER_WAY = "only while a project is under way; those of the demo are past it"

NOBODY: dict[str, str] = {
    "GET api/v1/cases/{case_id}/evidence/{file_id} practice": "a case for practice keeps no files",
    **dict.fromkeys(
        (
            "GET alliance/log/checkpoint",
            "GET alliance/log/key",
            "GET alliance/log/tile/<int:level>/<path:place>",
            "GET alliance/log/witnesses/<path:name>",
            "POST alliance/log/witnesses/<path:name>",
        ),
        "no head is signed here, and nobody witnesses (record/tests)",
    ),
    **dict.fromkeys(
        ("GET receipts/<slug:provider>/<slug:word>/", "POST receipts/<slug:provider>/<slug:word>/"),
        "no provider of messages is set up (record/tests)",
    ),
    **dict.fromkeys(
        ("GET .well-known/case-passport.json", "POST passport/messages"),
        "this installation has no address under which others reach it (cases/passing/tests)",
    ),
    **dict.fromkeys(
        (
            "GET business/prepaid/<uuid:issuer_id>/joined/",
            "POST business/prepaid/<uuid:issuer_id>/joined/",
            "GET business/prepaid/<uuid:issuer_id>/parted/",
            "POST business/prepaid/<uuid:issuer_id>/parted/",
        ),
        "the mall's; no business of the demo stands under one (prepaid/tests)",
    ),
    **dict.fromkeys(
        ("GET business/prepaid/new/<uuid:business_id>/", "POST business/prepaid/new/<uuid:business_id>/"),
        "the row that is tried has a pledge already (prepaid/tests)",
    ),
    "GET ended/": "the demo's alliance goes on (front/leaving/going/tests)",
    **dict.fromkeys(
        ("GET desk/cases/<uuid:case_id>/lead/", "POST desk/cases/<uuid:case_id>/lead/"),
        "no two cities of the demo disagree who leads a case (cases/tests)",
    ),
    **dict.fromkeys(
        (
            "GET office/directory/<uuid:body_id>/closing/",
            "POST office/directory/<uuid:body_id>/closing/",
            "GET office/directory/<uuid:body_id>/computers/",
            "POST office/directory/<uuid:body_id>/computers/",
        ),
        "of a station alone; the row that is tried is a city (governance/tests)",
    ),
    "POST staff/account/passkeys/<int:passkey_id>/end/": "nobody of the demo has a passkey (members/tests)",
    "GET staff/account/passkeys/<int:passkey_id>/end/": "nobody of the demo has a passkey (members/tests)",
    "GET desk/cases/<uuid:case_id>/sheet/<uuid:sheet_id>/qr.svg": "only in the session that has just printed it",
    **dict.fromkeys(
        (
            "POST business/channel/notice/",
            "POST business/channel/return/",
            "POST business/channel/stay/",
            "POST business/people/<int:representative_id>/role/",
            "POST business/stalls/",
            "POST staff/account/post/",
        ),
        "its form names the row; what is not the reader's is not there",
    ),
    **dict.fromkeys(
        ("GET announcements/<slug:slug>/differences/", "GET announcements/<slug:slug>/original.txt"),
        "only of a text that was read in",
    ),
    "GET office/imports/pages/<uuid:page_id>/original/": "the file itself is not made here",
    "GET law/<slug:key>/text/": "no official text is loaded",
    "GET alliance/agreement/<slug:key>/changes/": "the demo has one agreement with a text",
    "GET office/agreement/<slug:key>/changes/": "the demo has one agreement with a text",
    "POST desk/funds/claims/<uuid:claim_id>/payee/": "no body keeps a fund's books in the demo",
    "GET my/<uuid:case_id>/rating/": "no case of a listed business ended lately",
    "POST my/<uuid:case_id>/rating/": "no case of a listed business ended lately",
    "GET office/brands/proceedings/<uuid:pk>/motion/": "no decision of the demo goes to the vote",
    "POST office/brands/proceedings/<uuid:pk>/motion/": "no decision of the demo goes to the vote",
    "GET office/brands/proceedings/<uuid:pk>/vote/": "three drawn people (brands/conduct/tests)",
    "POST office/brands/proceedings/<uuid:pk>/vote/": "three drawn people (brands/conduct/tests)",
    "GET warnings/cap/<uuid:identifier>.xml": "no text of the demo is severe",
    "GET office/directory/<uuid:body_id>/lines/<uuid:line_id>/number/": "no telephone of a person is in the demo",
    "POST office/directory/<uuid:body_id>/lines/<uuid:line_id>/number/": "no telephone of a person is in the demo",
    "GET business/sweeps/projects/<uuid:project>/photos/<uuid:pk>/": "a photo of a finding; the first is of a purchase",
    "GET business/tests/<uuid:pk>/": "the makers of the demo's test are no businesses of the register",
    "POST business/tests/<uuid:pk>/": "the makers of the demo's test are no businesses of the register",
    **dict.fromkeys(
        (
            "GET office/supervision/<uuid:pk>/answer/",
            "POST office/supervision/<uuid:pk>/answer/",
            "GET office/supervision/<uuid:project>/visits/sharing/<slug:city>/",
            "POST office/supervision/<uuid:project>/visits/sharing/<slug:city>/",
            "GET office/supervision/<uuid:project>/results/<slug:product>/letter/",
            *(
                f"{method} office/supervision/<uuid:project>/{path}"
                for path in (
                    "coding/",
                    "coding/<slug:name>/",
                    "coding/<slug:name>/photos/<int:number>/",
                    "field/<uuid:pk>/",
                    "field/<uuid:pk>/photos/",
                    "field/<uuid:pk>/visit/",
                    "sweep/check/",
                    "sweep/check/<uuid:place>/",
                    "sweep/check/new/",
                    "sweep/findings/<uuid:pk>/advice/",
                    "sweep/findings/<uuid:pk>/answer/",
                    "sweep/findings/<uuid:pk>/exposure/",
                    "sweep/findings/<uuid:pk>/handing/",
                    "sweep/findings/<uuid:pk>/promise/",
                    "sweep/findings/<uuid:pk>/recheck/",
                    "sweep/findings/<uuid:pk>/talk/",
                )
                for method in ("GET", "POST")
            ),
        ),
        UNDER_WAY,
    ),
}
