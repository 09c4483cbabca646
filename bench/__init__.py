"""Figures and faults: what the product costs, and what it survives. Shared with the tests that kill processes."""
