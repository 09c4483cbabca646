"""Chores that are run by hand: seeding calendars, importing registers."""
