"""Fetching over HTTP from servers that nobody vouches for."""
