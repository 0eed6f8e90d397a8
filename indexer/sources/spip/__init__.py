"""SPIP sites, read from their database."""
