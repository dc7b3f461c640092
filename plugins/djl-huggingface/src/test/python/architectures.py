"""Writes tiny models of each architecture with random weights, and what transformers computes of them.

    architectures.py FOLDER

Made with transformers 4.41.2 and torch 2.5.1; the folders in src/test/resources/architectures come from it.
"""

import json
import pathlib
import sys

import torch
import transformers as tf

ROOT = pathlib.Path(sys.argv[1])
IDS = [[5, 9, 3, 30, 7, 11], [6, 2, 2, 17, 1, 1]]
MASK = [[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0]]
SMALL = dict(vocab_size=40, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24,
             max_position_embeddings=20, pad_token_id=1, num_labels=3)
T5 = dict(vocab_size=40, d_model=16, d_kv=8, d_ff=24, num_layers=2, num_heads=2, relative_attention_num_buckets=8,
          relative_attention_max_distance=12, decoder_start_token_id=0)


def save(name, model, head, outputs, dtype=torch.float32, shards=None, **extra):
    torch.manual_seed(sum(map(ord, name)))
    for parameter in model.parameters():
        if parameter.requires_grad:  # positions as waves are computed, not learned
            torch.nn.init.normal_(parameter, std=0.2)
    model.eval().to(dtype)
    folder = ROOT / name
    model.save_pretrained(folder, max_shard_size=shards or "5GB")
    model.to(torch.float32)
    with torch.no_grad():
        result = model(**extra)
    expected = {key: result[key].flatten().tolist() for key in outputs}
    inputs = {key: value.flatten().tolist() for key, value in extra.items()}
    (folder / "expected.json").write_text(json.dumps({"head": head, "inputs": inputs, "outputs": expected}))


def text(name, model, head, outputs, **options):
    save(name, model, head, outputs, input_ids=torch.tensor(IDS), attention_mask=torch.tensor(MASK), **options)


bert, roberta = tf.BertConfig(**SMALL), tf.RobertaConfig(**SMALL, type_vocab_size=1)
text("bert-model", tf.BertModel(bert, add_pooling_layer=False), "NONE", ["last_hidden_state"])
text("bert-sequence", tf.BertForSequenceClassification(bert), "SEQUENCE", ["logits"])
text("bert-half", tf.BertForSequenceClassification(bert), "SEQUENCE", ["logits"], dtype=torch.float16)
text("bert-bfloat", tf.BertForSequenceClassification(bert), "SEQUENCE", ["logits"], dtype=torch.bfloat16)
text("bert-shards", tf.BertForTokenClassification(bert), "TOKEN", ["logits"], shards="8KB")
text("bert-words", tf.BertForMaskedLM(bert), "VOCABULARY", ["logits"])
text("roberta-sequence", tf.RobertaForSequenceClassification(roberta), "SEQUENCE", ["logits"])
text("roberta-span", tf.RobertaForQuestionAnswering(tf.RobertaConfig(**{**SMALL, "num_labels": 2})), "SPAN", ["start_logits", "end_logits"])
text("xlm-roberta-words", tf.XLMRobertaForMaskedLM(tf.XLMRobertaConfig(**SMALL, type_vocab_size=1)), "VOCABULARY",
     ["logits"])
distil = tf.DistilBertConfig(vocab_size=40, dim=16, n_layers=2, n_heads=2, hidden_dim=24, max_position_embeddings=20,
                             num_labels=3)
text("distilbert-sequence", tf.DistilBertForSequenceClassification(distil), "SEQUENCE", ["logits"])
text("distilbert-words", tf.DistilBertForMaskedLM(distil), "VOCABULARY", ["logits"])
electra = tf.ElectraConfig(**SMALL, embedding_size=8)
text("electra-sequence", tf.ElectraForSequenceClassification(electra), "SEQUENCE", ["logits"])
text("electra-words", tf.ElectraForMaskedLM(electra), "VOCABULARY", ["logits"])
albert = tf.AlbertConfig(**SMALL, embedding_size=8)
text("albert-sequence", tf.AlbertForSequenceClassification(albert), "SEQUENCE", ["logits"])
text("albert-words", tf.AlbertForMaskedLM(albert), "VOCABULARY", ["logits"])
save("vit-model", tf.ViTModel(tf.ViTConfig(hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                                           intermediate_size=24, image_size=8, patch_size=4),
                              add_pooling_layer=False),
     "NONE", ["last_hidden_state"], pixel_values=torch.linspace(-1, 1, 2 * 3 * 8 * 8).reshape(2, 3, 8, 8))
for name, options in {"t5": {}, "t5-gated": dict(feed_forward_proj="gated-gelu", tie_word_embeddings=False)}.items():
    save(name, tf.T5ForConditionalGeneration(tf.T5Config(**T5, **options)), "VOCABULARY",
         ["logits", "encoder_last_hidden_state"], input_ids=torch.tensor(IDS), attention_mask=torch.tensor(MASK),
         decoder_input_ids=torch.tensor([[0, 4, 8, 12, 3, 5, 7, 2, 9, 1, 6, 3, 3, 4], [0, 7, 7, 1] + [5] * 10]))

DECODER = dict(vocab_size=40, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
               intermediate_size=24, max_position_embeddings=32, pad_token_id=1)
LLAMA3 = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=16)
DECODERS = {
    "llama": (tf.LlamaForCausalLM, tf.LlamaConfig, dict(rope_scaling=LLAMA3)),
    "llama-tied": (tf.LlamaForCausalLM, tf.LlamaConfig,
                   dict(tie_word_embeddings=True, attention_bias=True, num_key_value_heads=4, head_dim=6)),
    "llama-linear": (tf.LlamaForCausalLM, tf.LlamaConfig,
                     dict(rope_scaling=dict(type="linear", factor=2.0), rope_theta=500.0)),
    "mistral": (tf.MistralForCausalLM, tf.MistralConfig, dict(sliding_window=4)),
    "qwen2": (tf.Qwen2ForCausalLM, tf.Qwen2Config, dict(sliding_window=4)),
    "qwen3": (getattr(tf, "Qwen3ForCausalLM", None), getattr(tf, "Qwen3Config", None), dict(head_dim=8)),
    "phi3": (tf.Phi3ForCausalLM, tf.Phi3Config, dict(sliding_window=4, bos_token_id=2, eos_token_id=2)),
    "gemma": (tf.GemmaForCausalLM, tf.GemmaConfig, dict(head_dim=8)),
    "neox": (tf.GPTNeoXForCausalLM, tf.GPTNeoXConfig, dict(rotary_pct=0.5)),
    "neox-serial": (tf.GPTNeoXForCausalLM, tf.GPTNeoXConfig, dict(rotary_pct=1.0, use_parallel_residual=False)),
    "opt": (tf.OPTForCausalLM, tf.OPTConfig, dict(ffn_dim=24, word_embed_proj_dim=16)),
    "opt-after": (tf.OPTForCausalLM, tf.OPTConfig,
                  dict(ffn_dim=24, word_embed_proj_dim=8, do_layer_norm_before=False)),
    "gpt2-layers": (tf.GPT2LMHeadModel, tf.GPT2Config,
                    dict(n_embd=16, n_head=4, n_layer=2, n_positions=32, scale_attn_by_inverse_layer_idx=True)),
}
FULL = torch.ones((2, 6), dtype=torch.long)
for name, (model, config, options) in DECODERS.items():
    if model is None:
        continue  # made with a newer transformers, 4.57
    half = dict(dtype=torch.bfloat16) if name == "qwen2" else {}
    save(name, model(config(**{**DECODER, **options}, attn_implementation="eager")), "VOCABULARY", ["logits"],
         input_ids=torch.tensor(IDS), attention_mask=FULL, **half)
save("llama-model", tf.LlamaModel(tf.LlamaConfig(**DECODER)), "NONE", ["last_hidden_state"],
     input_ids=torch.tensor(IDS), attention_mask=FULL)
save("llama-sequence", tf.LlamaForSequenceClassification(tf.LlamaConfig(**DECODER, num_labels=3)), "SEQUENCE", ["logits"],
     input_ids=torch.tensor(IDS), attention_mask=torch.tensor(MASK))

BART = dict(vocab_size=40, d_model=16, encoder_layers=2, decoder_layers=2, encoder_attention_heads=2,
            decoder_attention_heads=4, encoder_ffn_dim=24, decoder_ffn_dim=20, max_position_embeddings=32,
            pad_token_id=1, bos_token_id=0, eos_token_id=2, decoder_start_token_id=2)
for name, (model, config, options) in {
    "bart": (tf.BartForConditionalGeneration, tf.BartConfig, {}),
    "mbart": (tf.MBartForConditionalGeneration, tf.MBartConfig, dict(scale_embedding=True)),
    "marian": (tf.MarianMTModel, tf.MarianConfig, dict(scale_embedding=True, activation_function="swish")),
    "pegasus": (tf.PegasusForConditionalGeneration, tf.PegasusConfig, dict(activation_function="relu")),
}.items():
    made = model(config(**{**BART, **options}))
    made.final_logits_bias.uniform_(-1, 1)
    save(name, made, "VOCABULARY", ["logits", "encoder_last_hidden_state"], input_ids=torch.tensor(IDS),
         attention_mask=torch.tensor(MASK),
         decoder_input_ids=torch.tensor([[2, 4, 8, 12, 3, 5, 7], [2, 7, 7, 1, 5, 5, 5]]))
