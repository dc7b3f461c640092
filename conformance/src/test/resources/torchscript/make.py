"""Traces models of the corpus and notes what transformers answers: make.py CORPUS (models/huggingface).

Made with transformers 4.41.2 and torch 2.5.1.
"""

import json
import pathlib
import sys

import torch
import transformers

CORPUS, HERE = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent
AUTO = {
    "token-classification": transformers.AutoModelForTokenClassification,
    "question-answering": transformers.AutoModelForQuestionAnswering,
    "fill-mask": transformers.AutoModelForMaskedLM,
    "feature-extraction": transformers.AutoModel,
}
ASKED = {
    "text-classification": [{"array_inputs": ["the movie was wonderful", "a terrible book . i hated it"]}],
    "token-classification": [{"array_inputs": ["anna lives in new york", "bruno from Berlin !"]}],
    "question-answering": [{"question": ["where does anna live ?"], "context": ["anna lives in paris and works"]}],
    "fill-mask": [{"array_inputs": ["the <mask> sees a house", "<mask>"]}],
    "feature-extraction": [{"array_inputs": ["one two three", "Überraschung"]}],
}


def trace(task):
    model = AUTO[task].from_pretrained(CORPUS / task, torchscript=True).eval()
    encoded = transformers.AutoTokenizer.from_pretrained(CORPUS / task)("the house", return_tensors="pt")
    with torch.no_grad():
        traced = torch.jit.trace(model, example_kwarg_inputs=dict(encoded))
    (HERE / task).mkdir(exist_ok=True)
    traced.save(str(HERE / task / "model.pt"))


def answers(task, inputs):
    pipeline = transformers.pipeline(task, model=str(CORPUS / task), device="cpu")
    if task == "question-answering":
        return [pipeline(question=inputs["question"], context=inputs["context"])]
    given = [pipeline(text) for text in inputs["array_inputs"]]
    return [one[0] if task == "text-classification" else one for one in given]


for task, inputs in ASKED.items():
    if task in AUTO:
        trace(task)
    (HERE / task).mkdir(exist_ok=True)
    expected = [{"inputs": one, "answers": answers(task, one)} for one in inputs]
    (HERE / task / "expected.json").write_text(json.dumps(expected, default=float, ensure_ascii=False, indent=1) + "\n")
