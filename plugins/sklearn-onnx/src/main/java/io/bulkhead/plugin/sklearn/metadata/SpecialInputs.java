package io.bulkhead.plugin.sklearn.metadata;

import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyNone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What estimators take that want something else than any numbers. */
final class SpecialInputs {
    private SpecialInputs() {}

    /** Empty of those that have nothing special. */
    static Optional<FittedInput> read(PickledObject estimator, FittedInputReader reader)
            throws PickleException {
        return switch (estimator.name().name()) {
            case "CountVectorizer", "TfidfVectorizer", "HashingVectorizer" ->
                    Optional.of(FittedInput.of(Layout.VECTOR, List.of(KnownColumn.TEXT)));
            case "OneHotEncoder", "OrdinalEncoder", "TargetEncoder" -> categories(estimator);
            case "SimpleImputer" -> imputer(estimator);
            case "FunctionTransformer" -> function(estimator);
            case "LabelEncoder", "LabelBinarizer" -> labels(estimator);
            case "MultiLabelBinarizer" -> all(estimator, Layout.ANY_ROWS);
            case "HistGradientBoostingClassifier", "HistGradientBoostingRegressor" ->
                    boosting(estimator, reader);
            case "RadiusNeighborsClassifier", "RadiusNeighborsRegressor" -> neighbors(estimator);
            case "IsotonicRegression" -> curve(estimator);
            case "SparseCoder" -> coder(estimator);
            case "DummyClassifier", "DummyRegressor" -> anything(estimator);
            default -> Optional.empty();
        };
    }

    private static Optional<FittedInput> categories(PickledObject encoder) throws PickleException {
        List<KnownColumn> columns = new ArrayList<>();
        for (Object categories : items(encoder, "categories_")) {
            columns.add(KnownColumn.of(FittedInputReader.items(categories)));
        }
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(FittedInput.of(Layout.ROWS, columns));
    }

    /** Whether columns are of texts is told by what it puts in the place of what is missing. */
    private static Optional<FittedInput> imputer(PickledObject imputer) throws PickleException {
        Optional<Integer> count = FittedInputReader.count(imputer);
        List<Object> fillings = items(imputer, "statistics_");
        if (count.isEmpty() || fillings.size() != count.get()) {
            return Optional.empty();
        }
        List<KnownColumn> columns =
                fillings.stream().map(filling -> KnownColumn.of(List.of(filling))).toList();
        List<KnownColumn> told = columns.stream().map(SpecialInputs::textOrNumber).toList();
        Map<Integer, Integer> passed = new HashMap<>();
        for (int place = 0; place < columns.size(); place++) {
            if (!isMissing(fillings.get(place))) {
                passed.put(passed.size(), place);
            }
        }
        return Optional.of(FittedInput.of(Layout.ROWS, told).passing(passed));
    }

    /** A number that was put in is no category of what comes after. */
    private static KnownColumn textOrNumber(KnownColumn filling) {
        return filling.isText() ? filling : KnownColumn.NUMBER;
    }

    private static boolean isMissing(Object filling) {
        return filling == PyNone.NONE || (filling instanceof Double number && number.isNaN());
    }

    /** Without a function all goes on as it came. */
    private static Optional<FittedInput> function(PickledObject transformer) {
        Optional<Integer> count = FittedInputReader.count(transformer);
        if (count.isEmpty()) {
            return Optional.of(FittedInput.of(Layout.ANY_ROWS, List.of(KnownColumn.NUMBER)));
        }
        boolean identity =
                transformer.attribute("func").filter(func -> func != PyNone.NONE).isEmpty();
        return Optional.of(
                identity ? Compositions.unchanged(count.get()) : FittedInput.numbers(count.get()));
    }

    private static Optional<FittedInput> labels(PickledObject transformer) throws PickleException {
        boolean several =
                transformer.attribute("y_type_").orElse("") instanceof String type
                        && type.startsWith("multilabel");
        int classes = items(transformer, "classes_").size();
        return several
                ? Optional.of(FittedInput.numbers(classes))
                : all(transformer, Layout.VECTOR);
    }

    /** Labels, wherever they are. */
    private static Optional<FittedInput> all(PickledObject transformer, Layout layout)
            throws PickleException {
        List<Object> classes = items(transformer, "classes_");
        return classes.isEmpty()
                ? Optional.empty()
                : Optional.of(FittedInput.of(layout, List.of(KnownColumn.of(classes))));
    }

    /** Since scikit-learn 1.4 an encoder of its categories comes first. */
    private static Optional<FittedInput> boosting(PickledObject boosting, FittedInputReader reader)
            throws PickleException {
        List<PickledObject> first = FittedInputReader.objects(boosting, "_preprocessor");
        Optional<FittedInput> encoded = Compositions.together(first, reader);
        return encoded.map(fitted -> FittedInput.of(Layout.ROWS, fitted.columns()));
    }

    /** A row that was learned has a neighbour, where one of zeros may have none. */
    private static Optional<FittedInput> neighbors(PickledObject estimator) throws PickleException {
        if (estimator.attribute("_fit_X").orElse(null) instanceof NdArray rows
                && rows.rank() == 2
                && rows.size(0) > 0) {
            return Optional.of(
                    FittedInput.of(
                            Layout.ROWS,
                            Arrays.stream(rows.firstRow()).mapToObj(KnownColumn::new).toList()));
        }
        return Optional.empty();
    }

    private static Optional<FittedInput> curve(PickledObject regression) {
        Object begin = regression.attribute("X_min_").orElse(0.0);
        return Optional.of(FittedInput.of(Layout.ROWS, List.of(KnownColumn.of(List.of(begin)))));
    }

    private static Optional<FittedInput> coder(PickledObject coder) {
        return coder.attribute("dictionary").orElse(null) instanceof NdArray words
                        && words.rank() == 2
                ? Optional.of(FittedInput.numbers(words.size(1)))
                : Optional.empty();
    }

    private static Optional<FittedInput> anything(PickledObject estimator) {
        return FittedInputReader.count(estimator)
                .map(FittedInput::numbers)
                .or(
                        () ->
                                Optional.of(
                                        FittedInput.of(
                                                Layout.ANY_ROWS, List.of(KnownColumn.NUMBER))));
    }

    private static List<Object> items(PickledObject estimator, String name) throws PickleException {
        Optional<Object> value = estimator.attribute(name);
        return value.isPresent() ? FittedInputReader.items(value.get()) : List.of();
    }
}
