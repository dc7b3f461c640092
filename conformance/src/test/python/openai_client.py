"""Drives OpenAI's client, as its users do, against a server with the tiny models of Hugging Face.

    openai_client.py --url http://127.0.0.1:8080/v1

Prints one line per check, "ok NAME" or "failed NAME REASON", and ends with 0 if it got to the last.
"""

import argparse
import asyncio
import base64
import json
import math
import struct

import openai

parser = argparse.ArgumentParser()
parser.add_argument("--url", required=True)
options = parser.parse_args()

client = openai.OpenAI(base_url=options.url, api_key="none", max_retries=0, timeout=60)

CHAT = "chat"
CHILD = "chat-in-a-child"
BARE = "text-generation"
VECTORS = "feature-extraction"
SENTENCES = [{"role": "system", "content": "one two"}, {"role": "user", "content": "three four"}]

checks = []


def check(function):
    """Registers a check; its name is the function's."""
    checks.append(function)
    return function


def refused(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} is wanted")


def chat(**more):
    arguments = dict(model=CHAT, messages=SENTENCES, temperature=0, max_tokens=8)
    arguments.update(more)
    return client.chat.completions.create(**arguments)


def complete(**more):
    arguments = dict(model=BARE, prompt="one two", temperature=0, max_tokens=6)
    arguments.update(more)
    return client.completions.create(**arguments)


@check
def models_are_listed():
    ids = {model.id for model in client.models.list()}
    assert ids == {CHAT, CHILD, BARE, VECTORS, "text2text-generation"}, ids
    one = client.models.retrieve(CHAT)
    assert one.id == CHAT and one.object == "model" and one.created > 1_600_000_000, one


@check
def unknown_model_is_not_found():
    error = refused(openai.NotFoundError, lambda: client.models.retrieve("gpt-4"))
    assert error.code == "model_not_found", error.body
    error = refused(openai.NotFoundError, lambda: chat(model="gpt-4"))
    assert error.code == "model_not_found" and error.param == "model", error.body


@check
def model_without_the_endpoint_is_refused():
    error = refused(openai.BadRequestError, lambda: chat(model=VECTORS))
    assert "does not answer at /v1/chat/completions" in error.message, error.body


@check
def chat_answers():
    answer = chat()
    choice = answer.choices[0]
    assert answer.object == "chat.completion" and answer.model == CHAT, answer
    assert choice.message.role == "assistant" and choice.message.content, answer
    assert choice.finish_reason in ("stop", "length"), answer
    usage = answer.usage
    assert usage.completion_tokens <= 8 and usage.prompt_tokens > 0, usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens, usage


@check
def chat_answers_the_same_in_a_child():
    assert chat().choices[0].message == chat(model=CHILD).choices[0].message


@check
def streamed_chat_is_the_whole_chat():
    for model in (CHAT, CHILD):
        chunks = list(chat(model=model, stream=True))
        assert chunks[0].choices[0].delta.role == "assistant", chunks[0]
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
        whole = chat().choices[0]
        assert text == whole.message.content, (text, whole)
        assert chunks[-1].choices[0].finish_reason == whole.finish_reason, chunks[-1]
        assert len({chunk.id for chunk in chunks}) == 1, chunks
        assert all(chunk.object == "chat.completion.chunk" for chunk in chunks), chunks


@check
def stream_ends_with_counts_if_wanted():
    chunks = list(chat(stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].choices == [] and chunks[-1].usage == chat().usage, chunks[-1]
    assert all(chunk.usage is None for chunk in chunks[:-1]), chunks


@check
def contents_in_parts_are_one_text():
    parts = [{"type": "text", "text": "three"}, {"type": "text", "text": " four"}]
    answer = chat(messages=[SENTENCES[0], {"role": "user", "content": parts}])
    assert answer.choices[0].message == chat().choices[0].message, answer


@check
def image_is_refused():
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    error = refused(
        openai.BadRequestError, lambda: chat(messages=[{"role": "user", "content": [image]}])
    )
    assert "image_url" in error.message, error.body


@check
def tools_are_told_to_the_model():
    tool = {"type": "function", "function": {"name": "one", "parameters": {"type": "object"}}}
    assert chat(tools=[tool]).usage.prompt_tokens > chat().usage.prompt_tokens
    assert chat(tools=[tool], tool_choice="none").usage == chat().usage
    error = refused(openai.BadRequestError, lambda: chat(tools=[tool], tool_choice="required"))
    assert "tool_choice" in error.message, error.body


@check
def template_that_refuses_is_a_bad_request():
    messages = [{"role": "user", "content": "one"}, {"role": "system", "content": "two"}]
    error = refused(openai.BadRequestError, lambda: chat(messages=messages))
    assert "the system speaks first" in error.message, error.body


@check
def model_without_a_template_says_so():
    error = refused(openai.BadRequestError, lambda: chat(model=BARE))
    assert "no chat template" in error.message, error.body


@check
def several_choices_are_several_texts():
    answer = chat(n=3, temperature=1.5, seed=7)
    assert [choice.index for choice in answer.choices] == [0, 1, 2], answer
    again = chat(n=3, temperature=1.5, seed=7)
    assert again.choices == answer.choices, (answer, again)
    texts = ["", "", ""]
    for chunk in chat(n=3, temperature=1.5, seed=7, stream=True):
        texts[chunk.choices[0].index] += chunk.choices[0].delta.content or ""
    assert texts == [choice.message.content for choice in answer.choices], texts


@check
def probabilities_of_a_chat_are_told():
    choice = chat(logprobs=True, top_logprobs=3).choices[0]
    for token in choice.logprobs.content:
        best = [other.logprob for other in token.top_logprobs]
        assert best == sorted(best, reverse=True) and len(best) == 3, token
        assert token.logprob <= 0 and math.isclose(token.logprob, best[0], abs_tol=1e-6), token
        assert bytes(token.bytes).decode() == token.token, token
    streamed = []
    for chunk in chat(logprobs=True, top_logprobs=3, stream=True):
        if chunk.choices[0].logprobs:
            streamed += chunk.choices[0].logprobs.content
    assert [token.token for token in streamed] == [
        token.token for token in choice.logprobs.content
    ], streamed
    refused(openai.BadRequestError, lambda: chat(top_logprobs=3))
    refused(openai.BadRequestError, lambda: chat(logprobs=True, top_logprobs=21))


@check
def completion_answers():
    answer = complete()
    assert answer.object == "text_completion" and answer.choices[0].text, answer
    assert complete(echo=True).choices[0].text == "one two" + answer.choices[0].text
    assert len(complete(max_tokens=2).choices[0].text) < len(answer.choices[0].text)


@check
def streamed_completion_is_the_whole():
    chunks = list(complete(stream=True))
    assert "".join(chunk.choices[0].text for chunk in chunks) == complete().choices[0].text


@check
def prompts_come_in_four_forms():
    two = complete(prompt=["one two", "three"])
    assert [choice.index for choice in two.choices] == [0, 1], two
    assert two.choices[0].text == complete().choices[0].text, two
    tokens = [5, 6, 7]
    numbered = complete(prompt=tokens).choices[0].text
    assert complete(prompt=[tokens, tokens]).choices[1].text == numbered
    refused(openai.BadRequestError, lambda: complete(prompt=[5, 10_000]))
    refused(openai.BadRequestError, lambda: complete(prompt=""))


@check
def stop_ends_the_text():
    text = complete(max_tokens=8).choices[0].text
    stop = text.split()[1]
    answer = complete(max_tokens=8, stop=[stop, "never"])
    assert answer.choices[0].text == text[: text.index(stop)], (text, answer)
    assert answer.choices[0].finish_reason == "stop", answer
    chunks = list(complete(max_tokens=8, stop=stop, stream=True))
    assert "".join(chunk.choices[0].text for chunk in chunks) == text[: text.index(stop)], chunks
    assert chunks[-1].choices[0].finish_reason == "stop", chunks


@check
def length_ends_the_text():
    assert complete(max_tokens=1).choices[0].finish_reason == "length"
    assert complete(max_tokens=1).usage.completion_tokens == 1


@check
def bias_and_penalties_change_the_text():
    plain = complete(logprobs=1)
    assert plain.choices[0].logprobs.token_logprobs[0] <= 0, plain
    biased = complete(logit_bias={"9": 100}, max_tokens=3, logprobs=0)
    assert len(set(biased.choices[0].logprobs.tokens)) == 1, biased
    varied = complete(logit_bias={"9": 2, "10": 2}, presence_penalty=2, frequency_penalty=2)
    assert varied.choices[0].text, varied
    refused(openai.BadRequestError, lambda: complete(logit_bias={"9": 101}))
    refused(openai.BadRequestError, lambda: complete(presence_penalty=3))


@check
def seed_repeats_a_text():
    first, second = (complete(temperature=2, seed=3, max_tokens=12).choices[0] for _ in range(2))
    assert first.text == second.text
    texts = {complete(temperature=2, seed=seed, max_tokens=12).choices[0].text for seed in range(5)}
    assert len(texts) > 1, texts


@check
def what_cannot_be_done_is_refused():
    refused(openai.BadRequestError, lambda: complete(suffix="end"))
    refused(openai.BadRequestError, lambda: complete(best_of=3))
    refused(openai.BadRequestError, lambda: complete(n=0))
    refused(openai.BadRequestError, lambda: complete(temperature=-1))
    refused(openai.BadRequestError, lambda: complete(max_tokens=0))
    refused(openai.BadRequestError, lambda: complete(prompt="one " * 100))
    refused(openai.BadRequestError, lambda: chat(messages=[]))
    refused(openai.BadRequestError, lambda: chat(response_format={"type": "json_object"}))
    error = refused(openai.BadRequestError, lambda: chat(extra_body={"guided_json": {}}))
    assert "unrecognized request argument 'guided_json'" in error.message, error.body


@check
def options_of_other_servers_are_taken():
    answer = complete(temperature=1, extra_body={"top_k": 1, "min_tokens": 6})
    assert answer.choices[0].text == complete(extra_body={"min_tokens": 6}).choices[0].text
    greeting = chat(extra_body={"chat_template_kwargs": {"greeting": "five five five"}})
    assert greeting.usage.prompt_tokens > chat().usage.prompt_tokens


@check
def encoder_and_decoder_complete():
    answer = complete(model="text2text-generation", prompt="reverse : one two three")
    assert answer.choices[0].text, answer


@check
def vectors_have_length_one():
    answer = client.embeddings.create(model=VECTORS, input=["one two", "three"])
    assert [entry.index for entry in answer.data] == [0, 1], answer
    for entry in answer.data:
        assert math.isclose(sum(x * x for x in entry.embedding), 1, rel_tol=1e-5), entry
    assert answer.usage.prompt_tokens == answer.usage.total_tokens > 2, answer.usage


@check
def vectors_come_as_numbers_or_as_bytes():
    numbers = client.embeddings.create(model=VECTORS, input="one", encoding_format="float")
    coded = client.embeddings.create(model=VECTORS, input="one", encoding_format="base64")
    data = coded.data[0].embedding
    if isinstance(data, str):
        raw = base64.b64decode(data)
        data = struct.unpack("<%df" % (len(raw) // 4), raw)
    pairs = zip(numbers.data[0].embedding, data)
    assert all(math.isclose(a, b, abs_tol=1e-6) for a, b in pairs), numbers
    refused(
        openai.BadRequestError,
        lambda: client.embeddings.create(model=VECTORS, input="one", encoding_format="hex"),
    )


@check
def vectors_are_made_of_tokens():
    create = client.embeddings.create
    one = create(model=VECTORS, input=[5, 6]).data
    two = create(model=VECTORS, input=[[5, 6], [7]]).data
    assert len(one) == 1 and len(two) == 2 and one[0].embedding == two[0].embedding
    refused(openai.BadRequestError, lambda: create(model=VECTORS, input=[-1]))
    refused(openai.BadRequestError, lambda: create(model=VECTORS, input=[]))


@check
def vectors_can_be_cut():
    answer = client.embeddings.create(model=VECTORS, input="one", dimensions=4)
    assert len(answer.data[0].embedding) == 4, answer
    assert math.isclose(sum(x * x for x in answer.data[0].embedding), 1, rel_tol=1e-5), answer
    refused(
        openai.BadRequestError,
        lambda: client.embeddings.create(model=VECTORS, input="one", dimensions=100_000),
    )


@check
def many_streams_at_once_are_the_same():
    async def all_at_once():
        async with openai.AsyncOpenAI(
            base_url=options.url, api_key="none", max_retries=0, timeout=60
        ) as many:

            async def one(prompt):
                stream = await many.completions.create(
                    model=BARE, prompt=prompt, temperature=0, max_tokens=12, stream=True
                )
                return "".join([chunk.choices[0].text async for chunk in stream])

            return await asyncio.gather(*(one(prompt) for prompt in prompts))

    prompts = ["one two three four five six seven".rsplit(" ", i % 7)[0] for i in range(21)]
    alone = {p: complete(prompt=p, max_tokens=12).choices[0].text for p in set(prompts)}
    assert asyncio.run(all_at_once()) == [alone[prompt] for prompt in prompts]


@check
def client_that_stops_reading_ends_its_stream():
    for _ in range(8):
        with chat(stream=True) as stream:
            next(iter(stream))
    assert chat().choices[0].message.content


for function in checks:
    try:
        function()
        print("ok", function.__name__)
    except Exception as error:
        reason = json.dumps(f"{type(error).__name__}: {error}")
        print("failed", function.__name__, reason)
