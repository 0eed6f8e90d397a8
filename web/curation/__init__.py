"""Synonyms and pinned results that administrators edit: followed while serving, changed one save at a time, with their history."""
