"""Systems outside, one module each: time-outs and idempotency live here."""
