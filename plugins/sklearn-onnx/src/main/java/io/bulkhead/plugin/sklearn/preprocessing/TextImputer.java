package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyNone;
import io.bulkhead.plugin.sklearn.value.Column;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts a text, or in columns of numbers a number, in the place of what is missing. */
final class TextImputer implements Estimator {
    private final Features features;
    private final Object missing;

    /** Whether a null stays: it is Python's None, and None is not what this one looks for. */
    private final boolean nullStays;

    private final List<Object> substitutes;
    private final int[] kept;

    private TextImputer(
            Features features,
            Object missing,
            boolean nullStays,
            List<Object> substitutes,
            int[] kept) {
        this.features = features;
        this.missing = missing;
        this.nullStays = nullStays;
        this.substitutes = List.copyOf(substitutes);
        this.kept = kept;
    }

    /** SimpleImputer that was fitted on something else than numbers. */
    static TextImputer read(Attributes attributes) throws PickleException {
        if (attributes.flag("add_indicator", false)) {
            throw attributes.unsupported("add_indicator for text", true);
        }
        Features features = Features.of(attributes);
        List<Object> substitutes = attributes.items("statistics_");
        if (substitutes.size() != features.count()) {
            throw new PickleException(attributes.owner() + " has statistics of other features");
        }
        boolean keepEmpty =
                attributes.flag("keep_empty_features", false)
                        || attributes.findText("strategy").orElse("mean").equals("constant");
        int[] kept =
                IntStream.range(0, substitutes.size())
                        .filter(feature -> keepEmpty || !isNan(substitutes.get(feature)))
                        .toArray();
        Object missing = attributes.find("missing_values").orElse(PyNone.NONE);
        // The pandas of the time keeps None in a column of text, where the newer one has NaN.
        boolean nullStays = isNan(missing);
        return new TextImputer(
                features, missing, nullStays && !attributes.writtenBy(1, 8), substitutes, kept);
    }

    /** None is a value here, too, and may be the most frequent one. */
    private static boolean isNan(Object value) {
        return value instanceof Double number && number.isNaN();
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values checked = features.checked(input);
        List<Tensor> columns = new ArrayList<>();
        for (int feature : kept) {
            String name = checked.names().isEmpty() ? "x" + feature : checked.names().get(feature);
            Column column = checked.column(feature, features.owner());
            Object substitute = substitutes.get(feature);
            columns.add(
                    column.isText()
                            ? texts(name, column, checked.rows(), substitute)
                            : numbers(name, column, checked.rows(), substitute));
        }
        boolean allText = columns.stream().allMatch(each -> each.data() instanceof BytesData);
        return allText ? joined(columns, checked.rows()) : new TableValues(Table.of(columns));
    }

    private Tensor texts(String name, Column column, int rows, Object substitute) {
        List<@Nullable String> texts = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            boolean isNull = column.isMissing(row);
            if (isNull && nullStays) {
                texts.add(null);
                continue;
            }
            boolean absent = isNull || column.textAt(row).equals(missing);
            texts.add(absent ? filled(substitute) : column.textAt(row));
        }
        return textTensor(name, Shape.of(rows), texts);
    }

    private static @Nullable String filled(Object substitute) {
        return substitute == PyNone.NONE ? null : String.valueOf(substitute);
    }

    private Tensor numbers(String name, Column column, int rows, Object substitute) {
        double[] numbers = new double[rows];
        for (int row = 0; row < rows; row++) {
            double number = column.numberAt(row);
            boolean absent =
                    Double.isNaN(number)
                            || (missing instanceof Number sign && sign.doubleValue() == number);
            numbers[row] = absent ? number(name, substitute) : number;
        }
        return Tensor.of(name, Shape.of(rows), numbers);
    }

    private double number(String name, Object substitute) {
        if (substitute instanceof Number number) {
            return number.doubleValue();
        }
        throw ServingException.unprocessable(
                "column '" + name + "' holds numbers, but " + features.owner() + " fills in text");
    }

    /** Side by side in one tensor, as an array of Python would hold them. */
    private static TensorValues joined(List<Tensor> columns, int rows) {
        List<@Nullable String> texts = new ArrayList<>(rows * columns.size());
        for (int row = 0; row < rows; row++) {
            for (Tensor column : columns) {
                BytesData own = column.strings();
                texts.add(own.isNull(row) ? null : own.stringAt(row));
            }
        }
        return new TensorValues(textTensor("", Shape.of(rows, columns.size()), texts));
    }

    private static Tensor textTensor(String name, Shape shape, List<@Nullable String> texts) {
        return new Tensor(name, shape, BytesData.ofStrings(texts), Parameters.empty());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return Arrays.stream(kept).mapToObj(inputNames::get).toList();
    }
}
