"""The SQL, one module for each subject, and the conversion between rows and values. No rules of law, no wording."""
