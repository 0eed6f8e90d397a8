"""Numbers in paths: those of more digits than anything here has are no path of ours, and no number is made of them."""

from starlette.convertors import IntegerConvertor, register_url_convertor


class ShortNumber(IntegerConvertor):
    """A whole number of at most nine digits."""

    regex = "[0-9]{1,9}"


register_url_convertor("short", ShortNumber())

NUMBER = "{number:short}"
"""The part of a path that is a number, which endpoints find as ``number``."""
