"""Who is bound by the Budapest Convention on Cybercrime and its Protocols, since when, and what changed."""

__version__ = "0.2.0"
