package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the model document that versions from 1.0 on write, in JSON or UBJSON. */
final class DocumentModelReader {
    private final DocumentReader reader;
    private final ModelFormat format;
    private final BoosterReader booster;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<String> version = new ArrayList<>();
    private List<String> featureNames = List.of();
    private List<String> featureTypes = List.of();
    private String objective = "";
    private BaseScore baseScore = BaseScore.prediction(0.5f);
    private int featureCount;
    private int classCount;
    private int targetCount;
    private boolean fromAverage;
    private boolean hasBooster;

    DocumentModelReader(DocumentReader reader, ModelFormat format) {
        this.reader = reader;
        this.format = format;
        this.booster = new BoosterReader(reader);
    }

    ModelDocument read() throws IOException {
        reader.readObject(this::documentField);
        reader.expectEnd();
        if (!hasBooster || objective.isEmpty()) {
            throw new MalformedModelException(
                    "no XGBoost model: 'learner' has no "
                            + (hasBooster ? "objective" : "gradient_booster"));
        }
        int outputCount = Math.max(1, Math.max(classCount, targetCount));
        baseScore.requireFor(outputCount);
        Booster trained = booster.booster(outputCount);
        boolean empty = trained instanceof TreeBooster trees && trees.treeCount() == 0;
        return new ModelDocument(
                format,
                String.join(".", version),
                objective,
                featureCount,
                outputCount,
                classCount,
                empty && fromAverage ? baseScore.untrained() : baseScore,
                attributes,
                featureNames,
                featureTypes,
                booster.categories(),
                trained);
    }

    /** A snapshot, as pickles hold, has the model and the library's settings side by side. */
    private void documentField(String name) throws IOException {
        if (name.equals("Model")) {
            reader.readObject(this::modelField);
        } else {
            modelField(name);
        }
    }

    private void modelField(String name) throws IOException {
        switch (name) {
            case "learner" -> reader.readObject(this::learnerField);
            case "version" -> {
                for (int part : reader.readInts()) {
                    version.add(String.valueOf(part));
                }
            }
            default -> reader.skip();
        }
    }

    private void learnerField(String name) throws IOException {
        switch (name) {
            case "attributes" -> reader.readObject(this::attribute);
            case "feature_names" -> featureNames = reader.readTexts();
            case "feature_types" -> featureTypes = reader.readTexts();
            case "gradient_booster" -> {
                booster.read();
                hasBooster = true;
            }
            case "learner_model_param" -> reader.readObject(this::learnerParameter);
            case "objective" -> reader.readObject(this::objectiveField);
            default -> reader.skip();
        }
    }

    private void attribute(String name) throws IOException {
        attributes.put(name, reader.readText());
    }

    private void learnerParameter(String name) throws IOException {
        switch (name) {
            case "base_score" -> baseScore = BaseScore.parse(reader.readText());
            case "boost_from_average" -> fromAverage = reader.readIntText(name) != 0;
            case "num_class" -> classCount = reader.readIntText(name);
            case "num_target" -> targetCount = reader.readIntText(name);
            case "num_feature" -> featureCount = reader.readIntText(name);
            default -> reader.skip();
        }
    }

    private void objectiveField(String name) throws IOException {
        if (name.equals("name")) {
            objective = reader.readText();
        } else {
            reader.skip();
        }
    }
}
