"""The page of a comparative test for staff, put together from one section a subject."""
