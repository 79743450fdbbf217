"""How an officer does each verb, by subject: its address, its form, its action, its words."""
