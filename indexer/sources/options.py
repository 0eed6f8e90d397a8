"""What is common to the tables ``[[sources]]`` of trouvaille.toml: each kind of source adds its own options."""

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from search.errors import SourceUnreadable
from search.in_french import value_problem

_PASSWORD = re.compile(r"//[^/@]*@")

OptionsType = TypeVar("OptionsType", bound="Options")


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``location`` is a path or an address; ``name`` what the report and the items call the source."""

    location: str
    name: str = ""

    @property
    def label(self) -> str:
        """What the source is called: its name, else its address without a password, else the name of its file or folder."""
        return self.name or (shown(self.location) if "://" in self.location else Path(self.location).name)


def shown(location: str) -> str:
    """A location without the password that it may hold."""
    return _PASSWORD.sub("//…@", location)


def options_of(table: dict[str, Any], kind: type[OptionsType]) -> OptionsType:
    """The typed options of a table; raises SourceUnreadable that names the wrong one."""
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        known = ", ".join(kind.__struct_fields__)
        place = shown(str(table.get("location", "sans « location »")))
        raise SourceUnreadable(
            f"Source {place} : option invalide ({value_problem(error)}).", remedy=f"Options connues : {known}."
        ) from error
