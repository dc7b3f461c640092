package io.bulkhead.plugin.mlflow.mlmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A request that was logged with a model.
 *
 * @param file its name
 * @param body of the scoring protocol
 */
public record InputExample(String file, String body) {
    private static final long MAX_BYTES = 64 << 20;
    private static final String SERVING_FILE = "serving_input_example.json";

    /**
     * The example of a model; empty if it has none that can be sent, such as a sparse matrix.
     *
     * @throws MlmodelException if MLmodel names one that is missing
     */
    public static Optional<InputExample> of(Mlmodel model) throws MlmodelException {
        Optional<String> serving =
                model.example().flatMap(example -> example.text("serving_input_path"));
        if (serving.isPresent()) {
            return Optional.of(read(model.file(serving.get())));
        }
        Path unnamed = model.folder().resolve(SERVING_FILE);
        if (Files.isRegularFile(unnamed)) {
            return Optional.of(read(unnamed));
        }
        Optional<String> plain = model.example().flatMap(example -> example.text("artifact_path"));
        return plain.isPresent() ? wrapped(model, plain.get()) : Optional.empty();
    }

    /** Until MLflow 2.13 the example lay there without the request around it. */
    private static Optional<InputExample> wrapped(Mlmodel model, String file)
            throws MlmodelException {
        YamlNode example = model.example().orElseThrow();
        InputExample plain = read(model.file(file));
        String type = example.text("type").orElse("");
        boolean params = example.text("params").isPresent();
        if (params) {
            return Optional.empty();
        }
        if (type.equals("dataframe")
                && example.text("pandas_orient").filter("split"::equals).isPresent()) {
            return Optional.of(
                    new InputExample(file, "{\"dataframe_split\":" + plain.body() + "}"));
        }
        boolean served = plain.body().stripLeading().startsWith("{\"inputs\"");
        return type.equals("ndarray") && served ? Optional.of(plain) : Optional.empty();
    }

    private static InputExample read(Path file) throws MlmodelException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new MlmodelException(
                        file.getFileName() + " is larger than " + MAX_BYTES + " bytes");
            }
            return new InputExample(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (IOException e) {
            throw new MlmodelException(file.getFileName() + " cannot be read");
        }
    }
}
