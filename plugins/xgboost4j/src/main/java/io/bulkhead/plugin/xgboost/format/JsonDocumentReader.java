package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.IntBuilder;
import io.bulkhead.plugin.trees.JsonDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A model document in JSON, with the NaN and Infinity that XGBoost writes as bare words. */
final class JsonDocumentReader extends DocumentReader {
    private final JsonDocument json;

    JsonDocumentReader(InputStream input) throws IOException {
        this.json = JsonDocument.of(input);
    }

    @Override
    void readObject(FieldVisitor visitor) throws IOException {
        json.readObject(visitor::field);
    }

    @Override
    void readArray(ElementVisitor visitor) throws IOException {
        json.readArray(visitor::element);
    }

    @Override
    String readText() throws IOException {
        return json.readText();
    }

    /** XGBoost before 1.6 wrote default directions as booleans. */
    @Override
    int[] readInts() throws IOException {
        IntBuilder values = new IntBuilder();
        json.readArray(() -> values.add(json.atFlag() ? flag() : json.readInt()));
        return values.toArray();
    }

    private int flag() throws IOException {
        return json.readFlag() ? 1 : 0;
    }

    @Override
    float[] readFloats() throws IOException {
        return json.readFloats();
    }

    @Override
    double[] readDoubles() throws IOException {
        return json.readDoubles();
    }

    @Override
    List<String> readTexts() throws IOException {
        List<String> texts = new ArrayList<>();
        readArray(() -> texts.add(readText()));
        return texts;
    }

    @Override
    void skip() throws IOException {
        json.skip();
    }

    @Override
    void expectEnd() throws IOException {
        json.expectEnd();
    }

    @Override
    String location() {
        return json.location();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
