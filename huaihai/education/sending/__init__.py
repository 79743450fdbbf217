"""Who is told of an edition: rows, messages by e-mail and SMS, receipts."""
