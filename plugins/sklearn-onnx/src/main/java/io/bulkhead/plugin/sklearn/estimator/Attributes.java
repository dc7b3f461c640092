package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.plugin.sklearn.pickle.Dtype;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyDict;
import io.bulkhead.plugin.sklearn.pickle.PyList;
import io.bulkhead.plugin.sklearn.pickle.PyNone;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import io.bulkhead.plugin.sklearn.pickle.TypeNames;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Rounding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The attributes of a fitted estimator, read by type; messages name estimator and attribute. */
public final class Attributes {
    private static final Pattern VERSION = Pattern.compile("^(\\d{1,4})\\.(\\d{1,4})");

    private final PickledObject object;

    Attributes(PickledObject object) {
        this.object = object;
    }

    /** Short name of the class: {@code LogisticRegression}. */
    public String owner() {
        return object.name().name();
    }

    public PickledName className() {
        return object.name();
    }

    /** Whether the file was written by this version of scikit-learn or a newer one. */
    public boolean writtenBy(int major, int minor) {
        Matcher version = VERSION.matcher(findText("_sklearn_version").orElse(""));
        if (!version.find()) {
            return false;
        }
        int foundMajor = Integer.parseInt(version.group(1));
        int foundMinor = Integer.parseInt(version.group(2));
        return foundMajor > major || (foundMajor == major && foundMinor >= minor);
    }

    /**
     * Those of the object that this one is a shell of, if it is one: its state is a tuple that
     * begins with the other, as newer versions of scipy save splines.
     */
    public Attributes inRawState() {
        return object.rawState() instanceof PyTuple state
                        && state.size() > 0
                        && state.get(0) instanceof PickledObject inner
                ? new Attributes(inner)
                : this;
    }

    /** An attribute; empty if it is absent or None. */
    public Optional<Object> find(String name) {
        Optional<Object> value = object.attribute(name);
        return value.isPresent() && value.get() != PyNone.NONE ? value : Optional.empty();
    }

    public Object require(String name) throws PickleException {
        Optional<Object> value = find(name);
        if (value.isEmpty()) {
            throw new PickleException(
                    owner()
                            + " has no attribute '"
                            + name
                            + "'; was it saved before it was fitted?");
        }
        return value.get();
    }

    public PickleException unsupported(String name, Object found) {
        return new PickleException(
                owner()
                        + " with "
                        + name
                        + "="
                        + TypeNames.shown(found)
                        + " is not supported; convert the model to ONNX (model.onnx), or serve it in a"
                        + " Python environment");
    }

    /** A text; what is there but none, such as a function, is refused. */
    public String text(String name, String otherwise) throws PickleException {
        Object value = find(name).orElse(otherwise);
        if (value instanceof String text) {
            return text;
        }
        throw unsupported(name, value);
    }

    /** A text, if that is what it is: for what may as well be a function, which changes nothing. */
    public Optional<String> findText(String name) {
        return find(name).filter(String.class::isInstance).map(String.class::cast);
    }

    /** One of these words, the first of them if it is absent; any other is refused. */
    public String oneOf(String name, String... words) throws PickleException {
        String word = text(name, words[0]);
        if (!List.of(words).contains(word)) {
            throw unsupported(name, word);
        }
        return word;
    }

    public boolean flag(String name, boolean otherwise) {
        return find(name)
                .filter(Boolean.class::isInstance)
                .map(Boolean.class::cast)
                .orElse(otherwise);
    }

    public Optional<Double> findNumber(String name) {
        return find(name)
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).doubleValue());
    }

    public int integer(String name) throws PickleException {
        if (require(name) instanceof Long number && number.intValue() == number) {
            return number.intValue();
        }
        throw wrongKind(name, "an integer");
    }

    public NdArray array(String name) throws PickleException {
        if (require(name) instanceof NdArray array) {
            return array;
        }
        throw wrongKind(name, "an array");
    }

    /** A table of numbers: an array of two dimensions, or one of scipy's compressed ones. */
    public Matrix matrix(String name) throws PickleException {
        Object value = require(name);
        if (value instanceof NdArray array && array.rank() == 2) {
            return new Matrix(array.size(0), array.size(1), array.toDoubles(), false);
        }
        if (value instanceof PickledObject sparse) {
            return SparseTable.of(new Attributes(sparse)).dense();
        }
        throw wrongKind(name, "a table");
    }

    /** Numbers: an array of any rank, a list, or a single number. */
    public double[] numbers(String name) throws PickleException {
        Object value = require(name);
        if (value instanceof Number single) {
            return new double[] {single.doubleValue()};
        }
        if (!(value instanceof NdArray)) {
            List<Object> items = items(name);
            if (!items.stream().allMatch(Number.class::isInstance)) {
                throw wrongKind(name, "numbers");
            }
            return items.stream().mapToDouble(item -> ((Number) item).doubleValue()).toArray();
        }
        return array(name).toDoubles();
    }

    /** The items of a list, tuple or one-dimensional array. */
    public List<Object> items(String name) throws PickleException {
        return itemsOf(require(name)).orElseThrow(() -> wrongKind(name, "a list"));
    }

    /** The items of a list, tuple or array; empty for all else. */
    public static Optional<List<Object>> itemsOf(Object value) throws PickleException {
        if (value instanceof PyList list) {
            return Optional.of(list.items());
        }
        if (value instanceof PyTuple tuple) {
            return Optional.of(tuple.items());
        }
        return value instanceof NdArray array ? Optional.of(array.toObjects()) : Optional.empty();
    }

    public Optional<PyDict> findDict(String name) {
        return find(name).filter(PyDict.class::isInstance).map(PyDict.class::cast);
    }

    public Optional<PickledObject> findObject(String name) {
        return find(name).filter(PickledObject.class::isInstance).map(PickledObject.class::cast);
    }

    public PickledObject object(String name) throws PickleException {
        return findObject(name).orElseThrow(() -> wrongKind(name, "an object"));
    }

    /** The attributes of an estimator within this one. */
    public Attributes member(Object value) throws PickleException {
        if (value instanceof PickledObject inner) {
            return new Attributes(inner);
        }
        throw new PickleException(owner() + " consists of something else than estimators");
    }

    /** The classes of a classifier with one output. */
    public ClassLabels labels(String name) throws PickleException {
        return labelsOf(array(name));
    }

    /** The classes of each output: one array, or a list of them, all of one type. */
    public List<ClassLabels> labelsOfOutputs(String name) throws PickleException {
        if (require(name) instanceof NdArray single) {
            return List.of(labelsOf(single));
        }
        List<ClassLabels> outputs = new ArrayList<>();
        for (Object output : items(name)) {
            if (!(output instanceof NdArray array)) {
                throw new PickleException(owner() + " has an output without classes");
            }
            outputs.add(labelsOf(array));
        }
        if (outputs.stream().map(ClassLabels::datatype).distinct().count() != 1) {
            throw new PickleException(owner() + " has outputs of different types");
        }
        return outputs;
    }

    /** Labels in the type that numpy holds them in. */
    public ClassLabels labelsOf(NdArray array) throws PickleException {
        Dtype dtype = array.dtype();
        return switch (dtype.kind()) {
            case SIGNED -> integers(array, signed(dtype.itemSize()));
            case UNSIGNED -> integers(array, unsigned(dtype.itemSize()));
            case BOOL -> integers(array, Datatype.BOOL);
            case FLOAT -> ClassLabels.ofNumbers(floating(array));
            default -> labelsOf(array.toObjects());
        };
    }

    /** Labels that are Python values. */
    public ClassLabels labelsOf(List<Object> values) throws PickleException {
        if (values.stream().allMatch(String.class::isInstance)) {
            return ClassLabels.ofText(values.stream().map(String.class::cast).toList());
        }
        if (values.stream().allMatch(Long.class::isInstance)) {
            return ClassLabels.ofNumbers(
                    NumericData.of(values.stream().mapToLong(value -> (Long) value).toArray()));
        }
        if (!values.isEmpty() && values.stream().allMatch(Number.class::isInstance)) {
            return ClassLabels.ofNumbers(
                    NumericData.of(
                            values.stream()
                                    .mapToDouble(value -> ((Number) value).doubleValue())
                                    .toArray()));
        }
        if (values.stream().allMatch(Boolean.class::isInstance)) {
            boolean[] flags = new boolean[values.size()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = (Boolean) values.get(i);
            }
            return ClassLabels.ofNumbers(NumericData.of(flags));
        }
        throw new PickleException(owner() + " has classes that are neither text nor integers");
    }

    private static NumericData floating(NdArray array) throws PickleException {
        double[] values = array.toDoubles();
        return array.dtype().itemSize() == Float.BYTES
                ? NumericData.of(Rounding.toFloats(values))
                : NumericData.of(values);
    }

    private static ClassLabels integers(NdArray array, Datatype datatype) throws PickleException {
        long[] values = array.toLongs();
        ByteBuffer bytes = NumericData.allocate(datatype, values.length);
        for (long value : values) {
            switch (datatype.byteSize()) {
                case 8 -> bytes.putLong(value);
                case 4 -> bytes.putInt((int) value);
                case 2 -> bytes.putShort((short) value);
                default -> bytes.put((byte) value);
            }
        }
        return ClassLabels.ofNumbers(NumericData.wrap(datatype, bytes.flip()));
    }

    private static Datatype signed(int bytes) {
        return switch (bytes) {
            case 8 -> Datatype.INT64;
            case 4 -> Datatype.INT32;
            case 2 -> Datatype.INT16;
            default -> Datatype.INT8;
        };
    }

    private static Datatype unsigned(int bytes) {
        return switch (bytes) {
            case 8 -> Datatype.UINT64;
            case 4 -> Datatype.UINT32;
            case 2 -> Datatype.UINT16;
            default -> Datatype.UINT8;
        };
    }

    private PickleException wrongKind(String name, String wanted) {
        return new PickleException(owner() + ": attribute '" + name + "' is not " + wanted);
    }
}
