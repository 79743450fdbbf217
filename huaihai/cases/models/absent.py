"""Which parts a case has none of, told in the query that reads it."""

PARTS = {  # by the name under which a case has them, their tables
    "evidence": "cases_evidence",
    "offers": "cases_offer",
    "answers": "cases_answer",
    "promises": "cases_promise",
    "elsewhere": "cases_elsewherenumber",
    "appointments": "cases_appointment",
    "letters": "cases_lettercode",
    "papers": "cases_issuedpaper",
    "agreement": "cases_agreement",
    "togethers": "cases_togethercase",
    "helps": "cases_help",
    "passages": "cases_passage",
}
ABSENT = " || ".join(
    f"CASE WHEN EXISTS (SELECT 1 FROM {table} WHERE {table}.case_id = cases_case.id) THEN '' ELSE ' {name}' END"  # noqa: S608
    for name, table in PARTS.items()
)
