"""The demo's year, of which a city leaves."""

from tests.demo_year import first_day, the_demo

__all__ = ["first_day", "the_demo"]
