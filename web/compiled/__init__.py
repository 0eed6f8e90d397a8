"""Loops in C for what costs an answer most (see ``search.compiled``)."""
