import re
from typing import Any

import msgspec
import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from web import api, related
from web.openapi import description

ROUTES = (api.SEARCH, *related.ROUTES, *api.ROUTES)
DOCUMENT = description("Centre de ressources", "/")


def described() -> set[tuple[str, str]]:
    return {(path, method) for path, operations in DOCUMENT["paths"].items() for method in operations}


def served() -> set[tuple[str, str]]:
    return {
        (re.sub(r":\w+\}", "}", route.path), method.lower())
        for route in ROUTES
        for method in (route.methods or ())
        if method != "HEAD"
    }


def test_every_route_is_described_and_every_description_is_served(client: TestClient) -> None:
    assert described() == served()
    routes = [route for route in client.app.routes if isinstance(route, Route) and route.path.startswith("/api/")]  # type: ignore[attr-defined]
    assert routes == list(ROUTES)


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        found = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return found.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_every_reference_leads_somewhere() -> None:
    for reference in references(DOCUMENT):
        target = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]
        assert target


@pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
def test_every_parameter_of_a_path_is_declared(path: str) -> None:
    for operation in DOCUMENT["paths"][path].values():
        declared = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
        assert declared == set(re.findall(r"\{(\w+)\}", path))
        assert {"200", "500", "503"} <= set(operation["responses"])


def test_the_description_is_served_with_the_public_address(client: TestClient) -> None:
    served_document = client.get("/openapi.json").json()
    assert served_document == msgspec.json.decode(msgspec.json.encode(DOCUMENT))
    assert served_document["openapi"].startswith("3.1")
