"""City officers and the funds of their city: opening, rules, badge, claims to be decided, what is written off."""
