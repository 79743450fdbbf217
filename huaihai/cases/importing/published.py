"""The list of words as a page of the documentation: printed from the data, and tested to be fresh."""

from huaihai.cases.importing.recognising import IN_TITLE, word_list

HEAD = """# Consumer words

Which words make an imported message a consumer matter (`huaihai cases import`). This page is printed from
`huaihai/cases/data/consumer_words.toml` by `huaihai cases words`; change the file, not the page.

Each group counts once for every different word of it that stands in the title or the text, up to a number of
words. A word in the title counts {in_title} times. A message becomes a draft from **{threshold} points** on, if at
least one group speaks for it. The list errs on the side of taking: an officer drops a draft with one button, but
what was not taken stands only in the report.

| group | points a word | at most | what it means | words |
|---|---|---|---|---|
"""


def page() -> str:
    """The page, as Markdown."""
    held = word_list()
    rows = [
        f"| {group.name} | {group.weight:+d} | {group.most} | {group.why} | {'、'.join(group.words)} |"
        for group in held.groups
    ]
    return HEAD.format(in_title=IN_TITLE, threshold=held.threshold) + "\n".join(rows)
