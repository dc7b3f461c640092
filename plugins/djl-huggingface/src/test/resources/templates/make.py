"""Writes expected.json: what transformers makes of these templates.

Run with transformers 4.51 or later: python make.py > expected.json
"""

import datetime
import json
import pathlib

import transformers.utils.chat_template_utils as chats

USER = {"role": "user", "content": ' Hello, "wörld"\n <b> it\'s 👋 '}
SYSTEM = {"role": "system", "content": "You are /think nice. "}
ASSISTANT = {"role": "assistant", "content": "<think>\nhm\n</think>\n\n Hi there "}
MORE = {"role": "user", "content": "And 2+2?"}
PROPERTIES = {
    "city": {"type": "string", "description": "The city ü"},
    "n": {"type": "integer", "enum": [1, 2]},
    "many": {"type": "array", "items": {"type": "string"}},
}
TOOLS = [
    {"type": "function", "function": {"name": "weather", "description": "Says it",
     "parameters": {"type": "object", "properties": PROPERTIES, "required": ["city"]}}},
    {"type": "function", "function": {"name": "time",
     "parameters": {"type": "object", "properties": {}}}},
]
CALL = {"role": "assistant", "content": None, "tool_calls": [{"id": "call12345", "type": "function",
        "function": {"name": "weather", "arguments": {"city": "Paris", "n": 2, "x": 1.5, "b": True}}}]}
RESULT = {"role": "tool", "tool_call_id": "call12345", "content": '{"t": 20}'}
CHATS = {
    "user": [USER],
    "system": [SYSTEM, USER],
    "several": [SYSTEM, USER, ASSISTANT, MORE],
    "ends with the assistant": [USER, ASSISTANT],
    "twice": [USER, USER],
    "tools": [USER, CALL, RESULT, ASSISTANT, MORE],
}


class Then(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 3, 7, 9, 5, 2)


chats.datetime = Then
cases = []
for file in sorted(pathlib.Path(__file__).parent.glob("*.jinja")):
    template = chats._compile_jinja_template(file.read_text())
    for name, messages in CHATS.items():
        for tools in (None, TOOLS):
            for goes_on in (True, False):
                case = {"template": file.name, "chat": name, "messages": messages, "tools": tools,
                        "goes_on": goes_on}
                try:
                    case["text"] = template.render(
                        messages=messages, tools=tools, documents=None,
                        add_generation_prompt=goes_on, bos_token="<s>", eos_token="</s>")
                except Exception as error:
                    case["error"] = str(error)
                cases.append(case)
print(json.dumps(cases, indent=1, ensure_ascii=False))
