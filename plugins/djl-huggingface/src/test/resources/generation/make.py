"""Writes expected.json: what transformers' pipelines answer for the tiny models of the corpus.

Run with transformers 4.41.2 and torch: python make.py CORPUS > expected.json
"""
import json
import sys

from transformers import pipeline, set_seed

CALLS = {
    "text-generation": (
        ["one two", "three four five", "seven"],
        [
            {},
            {"max_new_tokens": 6},
            {"max_new_tokens": 12, "repetition_penalty": 1.8},
            {"max_new_tokens": 12, "repetition_penalty": 0.7, "min_new_tokens": 9},
            {"max_new_tokens": 12, "no_repeat_ngram_size": 2, "min_new_tokens": 12},
            {"max_new_tokens": 10, "min_length": 11},
            {"max_new_tokens": 8, "num_beams": 3},
            {"max_new_tokens": 8, "num_beams": 4, "num_return_sequences": 4},
            {"max_new_tokens": 8, "num_beams": 4, "num_return_sequences": 2, "length_penalty": -2.0},
            {"max_new_tokens": 9, "num_beams": 3, "early_stopping": True, "num_return_sequences": 3},
            {"max_new_tokens": 9, "num_beams": 3, "early_stopping": "never", "num_return_sequences": 3,
             "length_penalty": 2.0},
            {"max_new_tokens": 8, "num_beams": 2, "no_repeat_ngram_size": 1, "min_new_tokens": 5},
            {"max_new_tokens": 8, "suppress_tokens": [5, 6, 7]},
            {"max_new_tokens": 8, "bad_words_ids": [[6], [7, 8]], "min_new_tokens": 8},
            {"max_new_tokens": 8, "stop_sequence": " four"},
            {"max_new_tokens": 4, "do_sample": True, "top_k": 1},
            {"max_new_tokens": 4, "do_sample": True, "top_p": 1e-6},
            {"max_new_tokens": 6, "return_full_text": False},
        ],
    ),
    "text2text": (
        None,
        [
            {},
            {"max_new_tokens": 5},
            {"num_beams": 3, "max_new_tokens": 8},
            {"num_beams": 4, "num_return_sequences": 3, "max_new_tokens": 8},
            {"num_beams": 3, "length_penalty": 3.0, "num_return_sequences": 3},
            {"repetition_penalty": 2.0, "min_length": 6},
            {"no_repeat_ngram_size": 1, "min_new_tokens": 4},
            {"forced_bos_token_id": 7},
            {"forced_eos_token_id": 1, "max_length": 4},
            {"begin_suppress_tokens": [3, 4, 5, 6]},
        ],
    ),
}


def main(corpus):
    answers = []
    for folder, task, texts in (
        ("text-generation", "text-generation", CALLS["text-generation"][0]),
        ("text2text-generation", "text2text-generation", ["reverse : one two three", "one"]),
        ("summarization", "summarization", ["the cat sees the dog . the dog sleeps .", "anna ."]),
        ("translation", "translation_en_to_de", ["the cat sees", "the dog sleeps"]),
    ):
        kind = "text-generation" if task == "text-generation" else "text2text"
        model = pipeline(task, model=f"{corpus}/{folder}")
        for text in texts:
            for call in CALLS[kind][1]:
                set_seed(1)
                answers.append(
                    {"folder": folder, "task": task, "text": text, "call": call,
                     "answer": model(text, **call)})
    json.dump(answers, sys.stdout, indent=0, sort_keys=True)


main(sys.argv[1])
