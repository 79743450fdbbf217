"""Errors of this room. Each says what is wrong in English (`str(error)`, `.en`) and in Chinese (`.zh`)."""


class LawError(ValueError):
    """Something asked of the law room cannot be answered; the message says why, in two languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh


class CalendarNotHeld(LawError):
    """A day was asked for that lies before the first holiday notice held, or beyond the festival table."""


class BadNotice(LawError):
    """A holiday notice file does not make sense."""


class UnknownRule(LawError):
    """Neither the name of a time limit nor a bare term such as `7wd`."""


class BadDate(LawError):
    """A date, a moment or a range of dates that cannot be read."""


class UnknownPlace(LawError):
    """Not a province, city or county code of GB/T 2260."""


class BadCreditCode(LawError):
    """Not a unified social credit code; `reason` is one of `empty length letter check-digit`."""

    def __init__(self, reason: str, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.reason = reason
