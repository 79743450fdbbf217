"""Writing the plan of a sweep: trade, week, checklist, what follows from a finding."""
