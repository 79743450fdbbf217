"""Lists of recalled goods from elsewhere: an operator's file becomes part of what people compare their goods with."""
