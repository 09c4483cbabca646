"""A simulator of the systems outside, with demo data: a program of its own, for trying the product out. Never for real cases."""
