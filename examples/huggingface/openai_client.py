"""Chats with a model, token by token, and compares texts: openai_client.py URL"""

import sys

from openai import OpenAI

client = OpenAI(base_url=sys.argv[1], api_key="none")

print("models:", ", ".join(model.id for model in client.models.list()))

print("writer: ", end="")
for part in client.chat.completions.create(
    model="writer", messages=[{"role": "user", "content": "one two three"}], max_tokens=12, stream=True
):
    if part.choices:
        print(part.choices[0].delta.content or "", end="", flush=True)
print()

texts = ["the cat sees", "the house sees", "ten"]
vectors = [one.embedding for one in client.embeddings.create(model="meaning", input=texts).data]
for text, vector in zip(texts[1:], vectors[1:]):
    print(f"meaning: {texts[0]!r} and {text!r} are", round(sum(a * b for a, b in zip(vectors[0], vector)), 3))
