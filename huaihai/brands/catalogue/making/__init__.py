"""The pages on which the story and the pictures of an entry are made: by the business, by its city; and reviewed."""
