"""Asks a server what MLflow's own client asks a scoring server, and prints a line for each check.

Wants mlflow-skinny and pandas. Bodies are those of `mlflow models serve` from MLflow 2 on.
"""

import argparse
import json
import traceback
import urllib.error
import urllib.request

import numpy as np
import pandas as pd
from mlflow.pyfunc.scoring_server.client import ScoringServerClient

COLUMNS = [
    "fixed acidity",
    "volatile acidity",
    "citric acid",
    "residual sugar",
    "chlorides",
    "free sulfur dioxide",
    "total sulfur dioxide",
    "density",
    "pH",
    "sulphates",
    "alcohol",
]
ROWS = [
    [6.7741, 1.138, 0.2006, 6.2952, 0.0122, 59.9334, 49.7125, 0.9954, 3.8444, 1.1666, 13.9065],
    [11.8288, 1.2127, 0.0915, 8.8007, 0.3096, 62.8651, 108.2377, 1.002, 2.777, 0.959, 10.4997],
]
WANTED = [4.072919276281784, 2.7101823766124564]
FRAME = pd.DataFrame(ROWS, columns=COLUMNS)

checks = []


def check(function):
    checks.append(function)
    return function


def same(predictions):
    np.testing.assert_allclose(np.ravel(np.asarray(predictions)), WANTED, rtol=1e-9)


def post(base, body, content_type="application/json", path="/invocations"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"Content-Type": content_type})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)["predictions"]


def refused(base, body, content_type="application/json"):
    try:
        post(base, body, content_type)
    except urllib.error.HTTPError as error:
        assert error.code == 400, error.code
        assert json.load(error)["error"]
    else:
        raise AssertionError("it should have been refused")


@check
def client_pings(host, port):
    ScoringServerClient(host, port).ping()


@check
def client_waits_until_ready(host, port):
    ScoringServerClient(host, port).wait_server_ready(timeout=10)


@check
def client_invokes_with_a_frame(host, port):
    same(ScoringServerClient(host, port).invoke(FRAME).get_predictions())


@check
def client_invokes_with_a_frame_in_another_order(host, port):
    same(ScoringServerClient(host, port).invoke(FRAME[COLUMNS[::-1]]).get_predictions())


@check
def client_invokes_with_params(host, port):
    same(ScoringServerClient(host, port).invoke(FRAME, params={"x": 1}).get_predictions())


@check
def every_body_of_the_protocol(host, port):
    base = f"http://{host}:{port}"
    split = FRAME.to_dict(orient="split")
    records = FRAME.to_dict(orient="records")
    same(post(base, {"dataframe_split": split}))
    same(post(base, {"dataframe_records": records}))
    same(post(base, {"instances": records}))
    same(post(base, {"inputs": FRAME.to_dict(orient="list")}))
    same(post(base, FRAME.to_csv(index=False).encode(), "text/csv"))


@check
def model_has_its_own_path(host, port):
    body = {"dataframe_split": FRAME.to_dict(orient="split")}
    same(post(f"http://{host}:{port}", body, path="/v2/models/wine/invocations"))


@check
def what_is_wrong_is_400(host, port):
    base = f"http://{host}:{port}"
    refused(base, {"dataframe_split": FRAME.drop(columns=["pH"]).to_dict(orient="split")})
    refused(base, {"data": ROWS})
    refused(base, b"{", "application/json")
    refused(base, b"<a/>", "application/xml")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rest", required=True, help="host:port")
    host, _, port = parser.parse_args().rest.rpartition(":")
    for one in checks:
        try:
            one(host, int(port))
            print("ok", one.__name__, flush=True)
        except Exception as error:  # one that fails must not keep the others from running
            traceback.print_exc()
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            print("failed", one.__name__, reason, flush=True)


if __name__ == "__main__":
    main()
