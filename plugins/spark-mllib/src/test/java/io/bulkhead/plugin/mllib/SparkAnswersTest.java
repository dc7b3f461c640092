package io.bulkhead.plugin.mllib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of model that Spark writes gives the numbers that Spark gave. */
class SparkAnswersTest {
    private static final double EXACT = 1e-9;

    /** Sums in single precision, whose order is the hardware's; a start that Spark draws anew. */
    private static final Map<String, Double> LESS_EXACT = Map.of("als", 1e-6, "lda-em", 1e-5);

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> answersAsSpark23() throws IOException {
        return tests("spark-2.3.zip", 90);
    }

    @TestFactory
    Stream<DynamicTest> answersAsSpark24() throws IOException {
        return tests("spark-2.4.zip", 100);
    }

    @TestFactory
    Stream<DynamicTest> answersAsSpark31() throws IOException {
        return tests("spark-3.1.zip", 120);
    }

    @TestFactory
    Stream<DynamicTest> answersAsSpark33() throws IOException {
        return tests("spark-3.3.zip", 120);
    }

    @TestFactory
    Stream<DynamicTest> answersAsSpark35() throws IOException {
        return tests("spark-3.5.zip", 120);
    }

    @TestFactory
    Stream<DynamicTest> answersAsSpark40() throws IOException {
        return tests("spark-4.0.zip", 120);
    }

    @TestFactory
    Stream<DynamicTest> answersAsSpark43() throws IOException {
        return tests("spark-4.3.zip", 110);
    }

    /** Packed with Zstandard, gzip and LZ4, and not at all. */
    @TestFactory
    Stream<DynamicTest> readsWhateverSparkPacksWith() throws IOException {
        return tests("packed.zip", 4);
    }

    private Stream<DynamicTest> tests(String archive, int least) throws IOException {
        Path unpacked = Files.createDirectory(folder.resolve(archive));
        List<SparkCase> cases = SparkCase.unpack(archive, unpacked);
        assertThat(cases).hasSizeGreaterThan(least);
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
    }

    private static void check(SparkCase spark) throws Exception {
        try (Model model = new MllibRuntimeFactory().create(new TestContext(spark.model()))) {
            if (spark.isOlder()) {
                checkOlder(spark, model);
                return;
            }
            List<Tensor> outputs = answer(model, spark.request());
            assertThat(outputs).hasSameSizeAs(spark.columns());
            for (Tensor output : outputs) {
                assertSame(spark, output);
            }
        }
    }

    private static List<Tensor> answer(Model model, InferenceRequest request) throws Exception {
        return model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .get()
                .outputs();
    }

    private static void assertSame(SparkCase spark, Tensor output) {
        JsonNode expected = spark.expected(output.name());
        List<JsonNode> values = SparkCase.flat(expected);
        String where = spark.name() + ": " + output.name();
        assertThat(output.shape().dimension(0)).as(where).isEqualTo(expected.size());
        if (output.datatype() == Datatype.BYTES) {
            assertThat(texts(output))
                    .as(where)
                    .isEqualTo(values.stream().map(JsonNode::asText).toList());
            return;
        }
        double[] answered = output.toDoubles();
        assertThat(answered).as(where).hasSameSizeAs(values);
        for (int i = 0; i < answered.length; i++) {
            double wanted = SparkCase.number(values.get(i));
            assertClose(where + "[" + i + "]", answered[i], wanted, tolerance(spark));
        }
    }

    /** Without the nulls that fill up lists of different lengths. */
    private static List<String> texts(Tensor output) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            if (!output.strings().isNull(i)) {
                texts.add(output.strings().stringAt(i));
            }
        }
        return texts;
    }

    private static double tolerance(SparkCase spark) {
        return LESS_EXACT.getOrDefault(spark.name(), EXACT);
    }

    private static void assertClose(
            String where, double answered, double wanted, double tolerance) {
        if (Double.isFinite(wanted)) {
            assertThat(answered)
                    .as(where)
                    .isCloseTo(wanted, within(tolerance * Math.max(1e-3, Math.abs(wanted))));
        } else {
            assertThat(answered).as(where).isEqualTo(Double.valueOf(wanted));
        }
    }

    private static void checkOlder(SparkCase spark, Model model) throws Exception {
        Tensor matrix = spark.inputs().get(0);
        int width = (int) matrix.shape().dimension(1);
        double[] values = matrix.toDoubles();
        JsonNode expected = spark.expected("predict");
        for (int row = 0; row < expected.size(); row++) {
            double[] vector = Arrays.copyOfRange(values, row * width, (row + 1) * width);
            TensorData data = NumericData.of(vector);
            InferenceRequest request = InferenceRequest.of(new Tensor("x", Shape.of(width), data));
            Tensor output = answer(model, request).get(0);
            assertThat(output.name()).isEqualTo("predict");
            assertThat(output.datatype()).isEqualTo(Datatype.FP32);
            String where = spark.name() + "[" + row + "]";
            assertClose(where, output.toDoubles()[0], expected.get(row).asDouble(), 1e-6);
        }
    }

    @TestFactory
    Stream<DynamicTest> answersSingleRowsAsBatches() throws IOException {
        Path unpacked = Files.createDirectory(folder.resolve("rows"));
        return SparkCase.unpack("spark-4.0.zip", unpacked).stream()
                .filter(one -> !one.isOlder())
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> checkRows(one)));
    }

    private static void checkRows(SparkCase spark) throws Exception {
        try (Model model = new MllibRuntimeFactory().create(new TestContext(spark.model()))) {
            int rows = spark.expected(spark.columns().get(0)).size();
            for (int row = 0; row < rows; row++) {
                InferenceRequest request = rowOf(spark.request(), row);
                for (Tensor output : answer(model, request)) {
                    JsonNode expected = spark.expected(output.name()).get(row);
                    int values = SparkCase.flat(expected).size();
                    assertThat(output.size()).as(spark.name()).isEqualTo(values);
                }
            }
        }
    }

    private static InferenceRequest rowOf(InferenceRequest request, int row) {
        List<Tensor> inputs = new ArrayList<>();
        for (Tensor input : request.inputs()) {
            inputs.add(rowOf(input, row));
        }
        return request.withInputs(inputs);
    }

    private static Tensor rowOf(Tensor input, int row) {
        int width = input.shape().rank() == 1 ? 1 : (int) input.shape().dimension(1);
        Shape shape = input.shape().rank() == 1 ? Shape.of(1) : Shape.of(1, width);
        if (input.datatype() == Datatype.BYTES) {
            return Tensor.ofStrings(
                    input.name(), shape, input.toStrings().subList(row * width, (row + 1) * width));
        }
        int bytes = input.datatype().byteSize() * width;
        TensorData data =
                NumericData.wrap(input.datatype(), input.bytes().slice(row * bytes, bytes));
        return new Tensor(input.name(), shape, data);
    }
}
