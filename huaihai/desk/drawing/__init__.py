"""From a `Chart` to marks, scales, words and a table: what page, Word file and PDF draw. `{% chart %}` writes it."""
