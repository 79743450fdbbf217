"""The public pages of statistics: each reads one release and says which."""
