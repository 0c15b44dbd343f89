"""The kinds of source: one module each, with its settings, its request and its words."""
