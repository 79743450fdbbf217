"""A kind of project as small as can be, to test what all kinds share."""
