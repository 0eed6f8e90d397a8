"""Query statistics without persons: what is asked often, what finds nothing, what is opened."""
