"""Planning a comparative test: what is bought, how it is measured and graded; by form, file or copy."""
