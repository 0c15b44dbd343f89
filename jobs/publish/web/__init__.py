"""`tracker serve` in parts: the tables in a process of their own, and what guards the door."""
