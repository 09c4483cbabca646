"""A simulator of the systems outside, with demo data: for trying the product out, never for real cases."""
