package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the notes on its training that every model carries. Good for one model. */
final class ModelInfoReader {
    private static final double EVEN = 0.5;
    private static final Pattern VERSION =
            Pattern.compile("(?:tags/v|CatBoost Release )(\\d+(?:\\.\\d+){1,3})");

    /** Losses that Python code computed; of these there is no note about classes. */
    private static final String USER_DEFINED = "PythonUserDefined";

    private final List<String> classNames = new ArrayList<>();
    private final List<String> trainedNames = new ArrayList<>();
    private ClassLabels.Type trainedType = ClassLabels.Type.INTEGER;
    private String version = "";
    private String lossFunction = "";
    private String labelType = "";
    private int classCount;
    private double probabilityThreshold = EVEN;

    /** One note as the binary format has it, objects as text that is JSON. */
    void note(String name, String value) throws IOException {
        if (name.endsWith("params") && !value.isEmpty()) {
            try (JsonDocument reader = JsonDocument.of(value)) {
                note(name, reader);
            }
            return;
        }
        switch (name) {
            case "catboost_version_info" -> version = versionIn(value);
            case "binclass_probability_threshold" -> probabilityThreshold = threshold(value);
            default -> {} // when, where and how long it was trained
        }
    }

    /** One note as the JSON format has it. */
    void note(String name, JsonDocument reader) throws IOException {
        switch (name) {
            case "params" -> reader.readObject(field -> parameter(field, reader));
            // The name of class_params up to version 0.22.
            case "class_params", "multiclass_params" ->
                    reader.readObject(field -> classParameter(field, reader));
            case "catboost_version_info", "binclass_probability_threshold" ->
                    note(name, reader.readText());
            default -> reader.skip();
        }
    }

    private void parameter(String name, JsonDocument reader) throws IOException {
        switch (name) {
            case "loss_function" -> reader.readObject(field -> lossParameter(field, reader));
            case "data_processing_options" ->
                    reader.readObject(field -> dataParameter(field, reader));
            default -> reader.skip();
        }
    }

    private void dataParameter(String name, JsonDocument reader) throws IOException {
        if (name.equals("class_names") && reader.atArray()) {
            reader.readArray(() -> trainedName(reader));
        } else {
            reader.skip();
        }
    }

    private void trainedName(JsonDocument reader) throws IOException {
        boolean flag = reader.atFlag();
        boolean number = reader.atNumber();
        String text = flag ? String.valueOf(reader.readFlag()) : reader.readText();
        if (flag) {
            trainedType = ClassLabels.Type.BOOLEAN;
        } else if (!number) {
            trainedType = ClassLabels.Type.STRING;
        } else if (!text.matches("-?\\d+")) {
            trainedType = ClassLabels.Type.FLOAT;
        }
        trainedNames.add(text);
    }

    private void lossParameter(String name, JsonDocument reader) throws IOException {
        if (name.equals("type")) {
            lossFunction = reader.readText();
        } else {
            reader.skip();
        }
    }

    private void classParameter(String name, JsonDocument reader) throws IOException {
        switch (name) {
            case "class_label_type" -> labelType = reader.readText();
            case "class_names" -> reader.readArray(() -> classNames.add(reader.readText()));
            case "class_to_label" -> classCount = reader.readDoubles().length;
            default -> reader.skip();
        }
    }

    private static String versionIn(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static double threshold(String text) throws MalformedModelException {
        double threshold;
        try {
            threshold = Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw new MalformedModelException(
                    "binclass_probability_threshold is no number", notANumber);
        }
        if (!(threshold > 0 && threshold < 1)) {
            throw new MalformedModelException(
                    "binclass_probability_threshold is no probability: " + threshold);
        }
        return threshold;
    }

    ModelInfo info() throws MalformedModelException {
        return new ModelInfo(version, lossFunction, labels(), probabilityThreshold);
    }

    private Optional<ClassLabels> labels() throws MalformedModelException {
        if (labelType.isEmpty()) {
            boolean classes = lossFunction.startsWith(USER_DEFINED) && !trainedNames.isEmpty();
            return classes
                    ? Optional.of(new ClassLabels(trainedType, trainedNames))
                    : Optional.empty();
        }
        ClassLabels.Type type = ClassLabels.Type.ofName(labelType);
        // Targets that are probabilities have no classes by name, only by number.
        return Optional.of(
                classNames.isEmpty()
                        ? ClassLabels.numbers(classCount)
                        : new ClassLabels(type, classNames));
    }
}
