"""The agreement: texts, signatures, joining and leaving."""
