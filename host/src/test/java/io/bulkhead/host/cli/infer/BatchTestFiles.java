package io.bulkhead.host.cli.infer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.api.metadata.ModelId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An input and an output in a folder. */
record BatchTestFiles(Path input, Path output) {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    static BatchTestFiles in(Path folder) {
        return new BatchTestFiles(folder.resolve("in.jsonl"), folder.resolve("out.jsonl"));
    }

    static String request(String id, String data) {
        return """
        {"id": "%s", "inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP64", "data": %s}]}"""
                .formatted(id, data);
    }

    static Line line(int index, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Line(index, bytes, bytes.length + 1);
    }

    static BatchLog quiet() {
        return new BatchLog(new PrintWriter(Writer.nullWriter()), BatchLog.Level.QUIET);
    }

    void write(int lines) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            texts.add(request("id-" + i, "[" + i + ", 0.5]"));
        }
        Files.write(input, texts);
    }

    BatchJob job(int workers, int batchSize) {
        return job(workers, batchSize, false);
    }

    BatchJob job(int workers, int batchSize, boolean restart) {
        return new BatchJob(
                input,
                output,
                new ModelId("m", ""),
                2,
                batchSize,
                new BatchJob.Pace(workers, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                restart);
    }

    boolean unfinished() {
        return Files.exists(Path.of(output + ".unfinished"));
    }

    List<JsonNode> answers() throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            answers.add(MAPPER.readTree(line));
        }
        return answers;
    }

    static JsonNode json(AnswerLine line) throws IOException {
        return MAPPER.readTree(line.text());
    }
}
