"""The verbs of re-decisions: drawing, handing in, knowing a case, closing."""
