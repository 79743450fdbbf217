"""Publications at the office: lists, one publication, its text, its steps, pictures, replies, versions."""
