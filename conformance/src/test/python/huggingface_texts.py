"""Asks a server and transformers the same about random texts, images and recordings, and compares.

    huggingface_texts.py URL MODELS [COUNT] [TASK...]

MODELS is the repository that the server serves, with one folder for each task. Compared are tokens (by what depends
on each of them: places, words, vectors), labels, scores within 1e-4, and generated texts, which must be the same.
Needs transformers 4.41 and torch. Prints a line for each task: ok, or the first that differs.
"""

import base64
import io
import json
import pathlib
import random
import sys
import urllib.error
import urllib.request

import numpy
import PIL.Image
import transformers

URL, MODELS, COUNT = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1000
WANTED = sys.argv[4:]
TOLERANCE = 1e-4
BATCH = 20
STRANGE = ["Überraschung", "漢字", "🙂", "e\u0301", "ﬁne", "don't", "A.B.C.", "x²", "—", "\u00a0", "..", "l'été",
           "İstanbul", "1,000.50", "http://a.b/c?d=e", "𝔘", "\t", "ß", "Ελλάδα", "#tag", "نص"]
WORDS = ("the a movie book was is wonderful terrible and i liked hated it . , ! anna bruno carla lives in paris london "
         "new york works as doctor teacher went from berlin to vienna by train one two three four five six seven eight "
         "nine ten team won match president signed law chop onions fry them small house cat sees").split()


def text(rng, shortest=1, longest=14):
    words = [rng.choice(WORDS if rng.random() < 0.85 else STRANGE) for _ in range(rng.randint(shortest, longest))]
    joined = " ".join(word.upper() if rng.random() < 0.05 else word for word in words)
    return joined if rng.random() < 0.9 else joined.replace(" ", "  ", 1)


def tensor(name, values, **parameters):
    if isinstance(values, list):
        return {"name": name, "shape": [len(values)], "datatype": "BYTES", "data": values,
                "parameters": {"content_type": "str"}}
    datatype = {bool: "BOOL", int: "INT64", float: "FP64", str: "BYTES"}[type(values)]
    return {"name": name, "shape": [1], "datatype": datatype, "data": [values],
            "parameters": {"content_type": "raw"}}


def ask(task, inputs):
    body = json.dumps({"inputs": inputs}).encode()
    request = urllib.request.Request(f"{URL}/v2/models/{task}/infer", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return [json.loads(one) for one in json.load(answer)["outputs"][0]["data"]]
    except urllib.error.HTTPError as error:
        sys.exit(f"{task}: {error.code} {error.read().decode()}\n{body.decode()[:600]}")


def differs(ours, theirs, path=""):
    if isinstance(theirs, dict) and isinstance(ours, dict):
        if ours.keys() != theirs.keys():
            return f"{path}: {sorted(ours)} instead of {sorted(theirs)}"
        return next((d for k in theirs if (d := differs(ours[k], theirs[k], f"{path}.{k}"))), None)
    if isinstance(theirs, (list, tuple)) and isinstance(ours, list):
        if len(ours) != len(theirs):
            return f"{path}: {len(ours)} elements instead of {len(theirs)}"
        return next((d for i, one in enumerate(theirs) if (d := differs(ours[i], one, f"{path}[{i}]"))), None)
    if isinstance(theirs, str) or isinstance(ours, (str, dict, list)):
        return None if ours == theirs else f"{path}: {ours!r} instead of {theirs!r}"
    close = abs(float(ours) - float(theirs)) <= TOLERANCE * max(1, abs(float(theirs)))
    return None if close else f"{path}: {ours} instead of {theirs}"


def plain(pipeline):
    return lambda texts, **options: [pipeline(one, **options) for one in texts]


def listed(pipeline):
    return lambda texts, **options: [[one for one in pipeline(text, **options)] for text in texts]


def classification(pipeline, rng):
    texts = [text(rng) for _ in range(BATCH)]
    return [tensor("array_inputs", texts), tensor("top_k", 2)], listed(pipeline)(texts, top_k=2)


def tokens(pipeline, rng):
    texts = [text(rng) for _ in range(BATCH)]
    strategy = rng.choice(["none", "simple", "first", "average", "max"])
    options = {"aggregation_strategy": strategy}
    inputs = [tensor("array_inputs", texts), *(tensor(k, v) for k, v in options.items())]
    return inputs, plain(pipeline)(texts, ignore_labels=["O"], **options)


def answered(pipeline, rng):
    """A question that transformers answers: its tokenizer panics at one that leaves its context no room."""
    while True:
        question, context = text(rng, 2, 8), text(rng, 4, 30)
        try:
            return question, context, pipeline(question=question, context=context)
        except BaseException as failure:
            if type(failure).__name__ != "PanicException":
                raise


def answering(pipeline, rng):
    questions, contexts, answers = zip(*(answered(pipeline, rng) for _ in range(BATCH)))
    return [tensor("question", list(questions)), tensor("context", list(contexts))], list(answers)


def masked(pipeline, rng):
    texts = []
    for _ in range(BATCH):
        words = text(rng, 3, 12).split(" ")
        words[rng.randrange(len(words))] = "<mask>"
        texts.append(" ".join(words))
    return [tensor("array_inputs", texts), tensor("top_k", 3)], plain(pipeline)(texts, top_k=3)


def features(pipeline, rng):
    texts = [text(rng, 1, 8) for _ in range(BATCH)]
    return [tensor("array_inputs", texts)], plain(pipeline)(texts)


def zero_shot(pipeline, rng):
    texts, labels = [text(rng, 3, 10) for _ in range(BATCH // 4)], ["sports", "politics", "cooking"]
    multi = rng.random() < 0.5
    return ([tensor("array_inputs", texts), tensor("candidate_labels", labels), tensor("multi_label", multi)],
            [pipeline(one, candidate_labels=labels, multi_label=multi) for one in texts])


def generation(pipeline, rng):
    texts = [text(rng, 1, 10) for _ in range(BATCH)]
    return [tensor("array_inputs", texts), tensor("max_new_tokens", 6)], plain(pipeline)(texts, max_new_tokens=6)


def to_text(pipeline, rng):
    texts = [text(rng, 1, 8) for _ in range(BATCH)]
    return [tensor("array_inputs", texts)], [pipeline(one)[0] for one in texts]


def picture(rng):
    """A file of an image, of noise in squares, so that resizing has something to do."""
    width, height, cells = rng.randint(6, 90), rng.randint(6, 90), rng.randint(2, 12)
    if int(PIL.__version__.split(".")[0]) > 11:  # resizes tall images in another order, a level off in places
        width, height = max(width, height), min(width, height)
    mode = rng.choice(["RGB", "RGB", "L", "RGBA"])
    shape = (cells, cells) if mode == "L" else (cells, cells, len(mode))
    noise = numpy.array([rng.randrange(256) for _ in range(numpy.prod(shape))], numpy.uint8).reshape(shape)
    image = PIL.Image.fromarray(noise, mode).resize((width, height), PIL.Image.Resampling.NEAREST)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def images(pipeline, rng):
    files = [picture(rng) for _ in range(BATCH)]
    sent = {**tensor("images", [base64.b64encode(one).decode() for one in files]),
            "parameters": {"content_type": "pillow_image"}}
    return [sent], [pipeline(PIL.Image.open(io.BytesIO(one))) for one in files]


def speech(pipeline, rng):
    count, tone = rng.randint(1500, 9000), rng.uniform(80, 2000)
    places = numpy.arange(count)
    noise = numpy.random.default_rng(rng.randrange(1 << 30)).normal(0, rng.uniform(0.001, 0.3), count)
    samples = (noise + rng.uniform(0, 0.5) * numpy.sin(places * tone / 16000 * 2 * numpy.pi)).astype(numpy.float32)
    sent = {"name": "inputs", "shape": [1, count], "datatype": "FP32", "data": [float(one) for one in samples],
            "parameters": {"content_type": "nplist"}}
    return [sent], [pipeline(samples)]


TASKS = {"text-classification": classification, "token-classification": tokens, "question-answering": answering,
         "fill-mask": masked, "feature-extraction": features, "zero-shot-classification": zero_shot,
         "text-generation": generation, "text2text-generation": to_text, "summarization": to_text,
         "translation": to_text, "image-classification": images, "automatic-speech-recognition": speech}


def compare(task):
    name = "translation_en_to_de" if task == "translation" else task
    pipeline = transformers.pipeline(name, model=str(MODELS / task), device="cpu")
    rng, asked, wrong, first = random.Random(task), 0, 0, None
    while asked < COUNT:
        inputs, theirs = TASKS[task](pipeline, rng)
        ours = ask(task, inputs)
        for i, one in enumerate(theirs):
            difference = differs(ours[i], json.loads(json.dumps(one, default=float)))
            wrong += difference is not None
            first = first or (difference and f"{difference}; asked: {[str(t['data'][i % len(t['data'])])[:200] for t in inputs]}")
        asked += len(theirs)
    print(f"failed {task} {wrong} of {asked} differ, the first: {first}" if wrong else f"ok {task} {asked} inputs",
          flush=True)


if __name__ == "__main__":
    transformers.logging.set_verbosity_error()
    for wanted in WANTED or TASKS:
        compare(wanted)
