"""Rows: the only code that imports SQLAlchemy, and the only commit. One module per table, verbs of the domain."""
