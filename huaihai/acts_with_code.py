"""Acts before which a code is typed anew (`members.step_up`): whole rooms, and names of addresses, kind by kind.

They stand above all rooms, since a room names no address of one above it. `tests/security/test_step_up.py` finds what
is missing. A form that is signed with a code of its own needs no line.
"""

from collections.abc import Mapping

ROOMS = {  # every act in these
    "huaihai.compensation.": "money",
    "huaihai.members.people": "administration",
    "huaihai.front.operating.": "administration",
    "huaihai.cases.passing.peer_pages": "administration",
}
ACTS: Mapping[str, frozenset[str]] = {
    "publication": frozenset(
        {
            "office-publication-signature",
            "office-publication-withdrawal",
            "office-narrative-publication",
            "office-narrative-taking-out",
            "office-exposure-handing-in",
            "office-exposure-retraction",
            "office-project-release",
            "office-report-publication",
            "office-project-calling-back",
            "office-release-correction",
            "office-index-correction",
            "office-alarm-text",
            "office-brand-story-review",
            "office-brand-picture-review",
            "office-translation-review",
            "office-directory-public",
            "office-directory-station-new",
            "office-directory-closing",
            "desk-prepaid-confirmation",
            "desk-prepaid-closed-new",  # everybody reads it, and hundreds get a message
        }
    ),
    "money": frozenset({"desk-prepaid-closed-guarantee"}),
    "unmasking": frozenset(
        {
            "desk-unmasking",
            "desk-forged-unmasking",
            "case-package",
            "case-volume",
            "business-contact",
            "desk-enrolment-contact",
            "office-callback-unmask",
            "office-directory-line-look",
            "office-pool-contact",
        }
    ),
    "administration": frozenset(
        {
            "business-representatives",
            "business-representative-end",
            "business-people",
            "business-person-role",
            "business-person-link",
            "business-person-end",
            "business-connections",
            "business-connection-new",
            "desk-enrolment-link",
            "office-directory-line-new",
            "office-directory-line",
            "office-directory-line-end",
            "desk-prepaid-new-receipt",
            "passkey-new",
            "passkey-end",
        }
    ),
    "export": frozenset({"office-insight-reports-word", "office-hand-over-json"}),
}
