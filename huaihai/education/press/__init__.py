"""The press: the staff's list of contacts, and the pages that a contact opens with a link."""
