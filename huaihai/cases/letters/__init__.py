"""Letter codes: a letter, SMS or call with which a business that never joined opens its one case and answers it."""
