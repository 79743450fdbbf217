"""A city went to another installation with its complaints: whoever types number and code here is led there, with a
statement that this installation signs; there it opens the complaint once, and from then on the code alone does.
See decision 0048.
"""
