"""From a chart to what a page writes: marks in hundredths of the drawing's width, words, table, data for scripts."""
