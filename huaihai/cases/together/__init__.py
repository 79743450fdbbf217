"""Alike complaints handled together (群体投诉): a binder around cases that keep their own lives. See decision 0037."""
