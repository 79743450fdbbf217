"""The demo's year is there for every test of this folder."""

from tests.demo_year import first_day, the_demo

__all__ = ["first_day", "the_demo"]
