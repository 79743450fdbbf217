"""The pages on which anybody nominates, or says that money was asked for."""
