"""The schema: migration steps in order, and the views that people may query."""
