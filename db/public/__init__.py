"""The public SQL interface: what outside readers may query, its description, and example queries."""
