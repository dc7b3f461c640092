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
