"""The agreement of the members: its life, the document that is signed, and the day from which it is in force."""
