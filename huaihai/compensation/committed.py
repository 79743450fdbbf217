"""What of funds and claims changes with an event of its subject alone, so that the record commits to it."""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows("compensation.Claim", "claim"),
    Rows("compensation.Decision", "claim", "claim"),
    Rows("compensation.PaymentOrder", "claim", "claim", free="state file late_noted_at"),
    Rows("compensation.Recourse", "claim", "claim"),
    Rows("compensation.Instalment", "claim", "recourse__claim", free="late_noted_at"),
    Rows("compensation.Recovered", "claim", "instalment__recourse__claim"),
    Rows("compensation.Entry", "claim", "claim", where={"claim__isnull": False}),
    Rows("compensation.Posting", "claim", "entry__claim", where={"entry__claim__isnull": False}),
    Rows("compensation.Fund", "fund", free="entry_count head low_since"),
    Rows("compensation.FundTerms", "fund", "fund"),
    Rows("compensation.FundShare", "fund", "terms__fund"),
    Rows("compensation.Entry", "fund", "fund", where={"claim__isnull": True}),
    Rows("compensation.Posting", "fund", "fund", where={"entry__claim__isnull": True}),
    Rows("compensation.PaymentFile", "fund", "fund"),
    Rows("compensation.StatementLine", "fund", "fund"),
)
LEFT_OUT: dict[str, str] = {}
