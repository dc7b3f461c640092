package io.bulkhead.plugin.huggingface.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as repositories on the hub have them. */
class FileSelectionTest {
    private static final FileSelection ANY = new FileSelection(true, false, Optional.empty());

    @ParameterizedTest
    @CsvSource({
        // Python's own weights beside others
        "model.safetensors pytorch_model.bin tf_model.h5 flax_model.msgpack, model.safetensors",
        // sentence-transformers
        "model.safetensors onnx/model.onnx onnx/model_O1.onnx onnx/model_qint8_arm64.onnx,"
                + " onnx/model.onnx",
        // transformers.js
        "onnx/model_quantized.onnx onnx/model_fp16.onnx, onnx/model_fp16.onnx",
        // external data
        "model.onnx model.onnx_data model.onnx_data_1, model.onnx_data model.onnx_data_1 model.onnx",
        "onnx/model.onnx onnx/model.onnx.data, onnx/model.onnx.data onnx/model.onnx",
        // optimum, with encoder
        "encoder_model.onnx decoder_model.onnx decoder_with_past_model.onnx,"
                + " encoder_model.onnx decoder_model.onnx decoder_with_past_model.onnx",
        "encoder_model.onnx decoder_model.onnx decoder_with_past_model.onnx"
                + " decoder_model_merged.onnx, encoder_model.onnx decoder_model_merged.onnx",
        // GPT-2 on the hub: its weights before an old export
        "model.safetensors onnx/decoder_model.onnx onnx/decoder_model_merged.onnx,"
                + " model.safetensors",
        "onnx/decoder_model.onnx onnx/decoder_model_merged.onnx, onnx/decoder_model_merged.onnx",
        // in parts
        "model-00001-of-00002.safetensors model-00002-of-00002.safetensors"
                + " model.safetensors.index.json model.fp16.safetensors,"
                + " model-00001-of-00002.safetensors model-00002-of-00002.safetensors",
        // TorchScript, if there is nothing else
        "model.pt model.safetensors, model.safetensors",
        "traced_model.pt pytorch_model.bin, traced_model.pt",
    })
    void picksTheWeightsOfOneEngine(String names, String expected) {
        List<String> picked = ANY.of(List.of(names.split(" "))).orElseThrow();

        assertThat(picked)
                .filteredOn(name -> !name.endsWith(".json"))
                .containsExactly(expected.strip().split(" "));
    }

    @Test
    void takesWhatConfiguresTheModelFirst() {
        List<String> names =
                List.of(
                        "model.safetensors",
                        "config.json",
                        "merges.txt",
                        "chat_template.jinja",
                        "README.md",
                        ".gitattributes",
                        "onnx/config.json",
                        "tokenizer.json");

        assertThat(ANY.of(names))
                .hasValue(
                        List.of(
                                "chat_template.jinja",
                                "config.json",
                                "merges.txt",
                                "tokenizer.json",
                                "model.safetensors"));
    }

    @Test
    void takesTheFileThatTheSettingsName() {
        FileSelection named = new FileSelection(true, false, Optional.of("model_O2.onnx"));

        assertThat(named.of(List.of("model.safetensors", "onnx/model_O2.onnx", "onnx/model.onnx")))
                .hasValue(List.of("onnx/model_O2.onnx"));
    }

    @Test
    void takesOnnxAloneIfTheSettingsSay() {
        FileSelection optimum = new FileSelection(true, true, Optional.empty());

        assertThat(optimum.of(List.of("config.json", "model.safetensors"))).isEmpty();
    }

    @Test
    void findsNothingInARepositoryOfPickles() {
        assertThat(ANY.of(List.of("config.json", "pytorch_model.bin"))).isEmpty();
    }

    @Test
    void needsNoWeightsForATokenizer() {
        assertThat(FileSelection.TOKENIZER.of(List.of("tokenizer.json", "model.safetensors")))
                .hasValue(List.of("tokenizer.json"));
    }
}
