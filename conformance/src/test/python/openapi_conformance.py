"""Sends what an OpenAPI document allows, and what it does not, and holds the answers to the document.

    openapi_conformance.py --document http://127.0.0.1:8080/v2/docs/dataplane.json --examples 20 \
        --model iris --version v0.1.0

Requests are Schemathesis' making; they are the same in every run. Prints one line per operation,
"ok METHOD-PATH" or "failed METHOD-PATH REASON", and ends with 0 if it got to the last.
"""

import argparse
import re

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--document", required=True)
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--model", default="")
    parser.add_argument("--version", default="")
    return parser.parse_args()


def verify(operation, options):
    send(operation, options, schemathesis.GenerationMode.POSITIVE)
    try:
        send(operation, options, schemathesis.GenerationMode.NEGATIVE)
    except Unsatisfiable:
        pass  # nothing can be wrong with a request that has no parts


def send(operation, options, mode):
    @seed(7)
    @settings(
        max_examples=options.examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def run(case, known):
        # Names that nobody has lead nowhere: every other request names a model that is there.
        if known and options.model and "model_name" in case.path_parameters:
            case.path_parameters["model_name"] = options.model
        if known and options.version and "model_version" in case.path_parameters:
            case.path_parameters["model_version"] = options.version
        case.call_and_validate(checks=CHECKS, timeout=30)

    run()


def main():
    options = arguments()
    schema = schemathesis.openapi.from_url(options.document)
    for result in schema.get_all_operations():
        operation = result.ok()
        name = f"{operation.method.upper()}-{operation.path}".replace(" ", "%20")
        try:
            verify(operation, options)
            print("ok", name, flush=True)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            reason = re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")
            print("failed", name, reason[:1500], flush=True)


main()
