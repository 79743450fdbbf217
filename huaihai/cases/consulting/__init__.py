"""Consultations (咨询): a question answered at once, counted as such, and made a complaint in one step if it is one."""
