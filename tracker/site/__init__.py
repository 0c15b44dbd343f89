"""The static site: what is known of treaties and participants → pages, and their twins for programs. Pure."""
