"""The law library's pages, the official texts that an operator loads, and who cites which article.

The sources and articles themselves are `huaihai.law.library`: plain data in our own words.
"""
