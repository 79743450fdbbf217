"""Filing a complaint: one thing a page, no account, saved at once. The draft belongs to the browser session."""
