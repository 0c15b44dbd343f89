"""What strangers may read: the SQL interface, its description and its worked questions."""
