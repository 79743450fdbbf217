"""Those whom a text names: asked, told by SMS, heard; what they said stands beside the text."""
