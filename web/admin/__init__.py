"""The administration, at ``/admin``: off unless the settings say who is let in."""
