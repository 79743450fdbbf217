"""What came out of a sweep, drawn from the released file alone: the public page and the closing report."""
