"""When the first token is there: first_token.py OURS MLSERVER BODY

Ours streams. MLServer's runtime answers when all tokens are made, which is when its first is there.
"""

import http.client
import statistics
import sys
import time
import urllib.parse

OURS, MLSERVER, BODY = sys.argv[1], sys.argv[2], open(sys.argv[3], "rb").read()
ROUNDS, WARM = 40, 10


def until_first(address, verb, mark):
    place = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
    begun = time.perf_counter()
    connection.request("POST", f"/v2/models/text-generation/{verb}", BODY, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    line = answer.readline()
    while line and mark not in line:
        line = answer.readline()
    taken = time.perf_counter() - begun
    if not line:
        sys.exit(f"{address}: no token came, {answer.status}")
    connection.close()
    return taken * 1000


def main():
    asked = {"ours, streamed": (OURS, "infer_stream"), "ours, at once": (OURS, "infer"),
             "mlserver, at once": (MLSERVER, "infer")}
    taken = {name: [] for name in asked}
    for number in range(ROUNDS + WARM):
        for name, (address, verb) in asked.items():
            one = until_first(address, verb, b"generated_text")
            if number >= WARM:
                taken[name].append(one)
    for name, values in taken.items():
        print(f"{name:20} {statistics.median(values):8.2f}")


main()
