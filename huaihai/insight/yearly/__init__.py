"""The yearly sheet of the country's own action: a row for each thing it counts, and what stands behind each number.

The country's table (`law.yearly_sheet`) says which rows there are; a country without one has no sheet.
"""
