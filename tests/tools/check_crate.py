"""Checks an RO-Crate with rocrate-validator (Apache-2.0): `python tests/tools/check_crate.py CRATE`.

Prints an issue a line: severity, requirement, message; exit 1 where there is one. The specification's JSON-LD context,
which the validator would fetch, comes out of the package `rocrate` (its version 1.3, CC0, holds all terms of 1.1): no
network is used.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import Any

import rdflib.plugins.shared.jsonld.context as jsonld_context
import requests
from rocrate_validator import models, services

SPECIFICATION = "https://w3id.org/ro/crate/"
CONTEXT = files("rocrate").joinpath("data", "ro-crate.jsonld").read_text(encoding="utf-8")

from_network = jsonld_context.source_to_json


def without_network(session: requests.Session, request: requests.PreparedRequest, **_: Any) -> requests.Response:
    if not (request.url or "").startswith(SPECIFICATION):
        raise requests.ConnectionError(f"{request.url}: the check uses no network")
    answer = requests.Response()
    answer.status_code, answer.url, answer.request = 200, request.url or "", request
    answer.headers["Content-Type"] = "application/ld+json"
    answer._content = CONTEXT.encode()
    return answer


def read_json(source: Any, *arguments: Any, **named: Any) -> Any:
    if isinstance(source, str) and source.startswith(SPECIFICATION):
        return json.loads(CONTEXT), None
    return from_network(source, *arguments, **named)


def main(crate: str) -> int:
    requests.Session.send = without_network  # type: ignore[method-assign]
    jsonld_context.source_to_json = read_json
    settings = services.ValidationSettings(
        rocrate_uri=crate,
        profile_identifier="ro-crate-1.1",
        requirement_severity=models.Severity.RECOMMENDED,
        no_cache=True,
    )
    issues = services.validate(settings).get_issues()
    for issue in issues:
        print(issue.severity.name, issue.check.identifier, issue.message, sep="\t")
    print(f"checked\t{len(issues)} issues")
    return 1 if issues else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
