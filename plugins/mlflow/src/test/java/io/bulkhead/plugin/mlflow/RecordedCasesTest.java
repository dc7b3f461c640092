package io.bulkhead.plugin.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mlflow.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Folders that MLflow 2 and 3 have saved, asked what MLflow's own scoring server was asked. */
class RecordedCasesTest {
    /** What MLflow refuses or changes for reasons of pandas, and is answered better here. */
    private static final Set<String> ANSWERED_HERE =
            Set.of(
                    "types: csv" // pandas wants its types also for columns that are not there
                    );

    private static final Set<String> REFUSED_HERE =
            Set.of(
                    "types: integer too large", // it wraps around there
                    "columns: csv, one row too long");

    @TestFactory
    List<DynamicContainer> answersAsMlflowDoes() throws Exception {
        List<DynamicContainer> containers = new ArrayList<>();
        for (String version : List.of("mlflow-2", "mlflow-3")) {
            Path root = Path.of(RecordedCasesTest.class.getResource("/" + version).toURI());
            try (Stream<Path> folders = Files.list(root)) {
                folders.sorted().map(RecordedCasesTest::container).forEach(containers::add);
            }
        }
        return containers;
    }

    private static DynamicContainer container(Path folder) {
        String name = folder.getFileName().toString();
        try {
            Invocation model =
                    new Invocation(new MlflowRuntimeFactory().create(TestContext.of(folder)));
            List<?> cases =
                    (List<?>) JsonText.parse(Files.readString(folder.resolve("cases.json")));
            return DynamicContainer.dynamicContainer(
                    folder.getParent().getFileName() + "/" + name,
                    cases.stream().map(each -> test(name, model, (Map<?, ?>) each)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DynamicTest test(String model, Invocation invocation, Map<?, ?> recorded) {
        String label = model + ": " + recorded.get("why");
        String type = String.valueOf(recorded.get("content_type"));
        String body = String.valueOf(recorded.get("body"));
        boolean good = Long.valueOf(200).equals(recorded.get("status"));
        if ((good && !REFUSED_HERE.contains(label)) || ANSWERED_HERE.contains(label)) {
            return DynamicTest.dynamicTest(
                    label,
                    () -> {
                        Object answer = invocation.invoke(type, body);
                        if (good) {
                            assertSame(answer, recorded.get("answer"));
                        }
                    });
        }
        return DynamicTest.dynamicTest(
                label,
                () ->
                        assertThatThrownBy(() -> invocation.invoke(type, body))
                                .asInstanceOf(
                                        InstanceOfAssertFactories.type(ServingException.class))
                                .satisfies(
                                        e ->
                                                assertThat(e.code())
                                                        .isEqualTo(ErrorCode.INVALID_ARGUMENT)));
    }

    /** Equal, but for the last digits of floats. */
    private static void assertSame(Object actual, Object expected) {
        if (expected instanceof Map<?, ?> map) {
            assertThat(((Map<?, ?>) actual).keySet()).isEqualTo(map.keySet());
            map.forEach((key, value) -> assertSame(((Map<?, ?>) actual).get(key), value));
        } else if (expected instanceof List<?> list) {
            assertThat((List<?>) actual).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                assertSame(((List<?>) actual).get(i), list.get(i));
            }
        } else if (expected instanceof Double number) {
            double tolerance = 1e-6 * Math.max(1, Math.abs(number));
            assertThat(((Number) actual).doubleValue()).isCloseTo(number, within(tolerance));
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }
}
