"""How the tables came to be, step by step, and the views that are derived from them."""
