"""One table's SQL and the values it gives, a module each. No rules of law, no words."""
