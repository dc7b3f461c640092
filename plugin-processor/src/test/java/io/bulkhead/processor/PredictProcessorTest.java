package io.bulkhead.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pf4j.processor.ExtensionAnnotationProcessor;

class PredictProcessorTest {
    private static final String HEAD =
            """
            package com.example;
            import io.bulkhead.api.codec.Table;
            import io.bulkhead.api.typed.*;
            import java.util.*;
            import java.util.stream.Stream;
            """;

    @TempDir private Path output;

    private Compilation compiled(String body) throws IOException {
        return Compilation.of(
                output,
                "com.example.Scorer",
                HEAD + body,
                new PredictProcessor(),
                new ExtensionAnnotationProcessor());
    }

    private static String inClass(String members) {
        return "public final class Scorer {\n" + members + "\n}";
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "@Predict int a(int x) { return 1; }\n@Predict int b(int x) { return 1; }",
                        8,
                        "one method is to be marked @Predict, found 2"),
                mistake(
                        "@Predict static int a(int x) { return 1; }",
                        7,
                        "a @Predict method is neither static nor private"),
                mistake(
                        "@Predict <T> int a(T x) { return 1; }",
                        7,
                        "a @Predict method has no type parameters"),
                mistake("@Predict void a(int x) {}", 7, "a @Predict method returns something"),
                mistake(
                        "@Predict(atOnce = 0) int a(int x) { return 1; }",
                        7,
                        "atOnce must be 1 or more"),
                mistake(
                        "@Predict int a(\nThread x) { return 1; }",
                        8,
                        "type java.lang.Thread is not supported; a plain type, an array or List of"
                                + " one, a record, or contentType in @Input or @Output is wanted"),
                mistake("@Predict int a(char x) { return 1; }", 7, "type char is not supported"),
                mistake(
                        "@Predict int a(Set<String> x) { return 1; }",
                        7,
                        "type java.util.Set<java.lang.String> is not supported"),
                mistake("@Predict int a(List<String>[] x) { return 1; }", 7, "is not supported"),
                mistake(
                        "@Predict\nThread a(int x) { return null; }",
                        8,
                        "type java.lang.Thread is not supported"),
                mistake(
                        "@Predict int a(@Input(defaultValue = \"many\") int x) { return 1; }",
                        7,
                        "default: 'many' is no int"),
                mistake(
                        "@Predict int a(@Input(defaultValue = \"300\") byte x) { return 1; }",
                        7,
                        "default: '300' is no byte"),
                mistake(
                        "@Predict int a(@Input(defaultValue = \"1\") int[] x) { return 1; }",
                        7,
                        "default: a default is for a number, boolean, String, enum or Instant"),
                mistake(
                        "enum E { A }\n@Predict int a(@Input(defaultValue = \"B\") E x) { return 1; }",
                        8,
                        "default: one of [A] is wanted, found 'B'"),
                mistake(
                        "@Predict int a(@Input(defaultValue = \"1\") Optional<Integer> x) { return 1; }",
                        7,
                        "an Optional has no default"),
                mistake(
                        "@Predict int a(@Input(datatype = \"UINT9\") int x) { return 1; }",
                        7,
                        "there is no datatype \"UINT9\""),
                mistake(
                        "@Predict int a(@Input(datatype = \"UINT8\") int x) { return 1; }",
                        7,
                        "datatype UINT8 does not fit int"),
                mistake(
                        "@Predict int a(@Input(datatype = \"INT32\") List<Integer> x) { return 1; }",
                        7,
                        "datatype = \"INT32\" is for numbers and arrays of numbers"),
                mistake(
                        "@Predict int a(int x, @Input(\"x\") int y) { return 1; }",
                        7,
                        "two inputs 'x'"),
                mistake(
                        "record R(int x, @Output(\"x\") int y) {}\n@Predict R a(int x) { return null; }",
                        8,
                        "component 'y': two outputs 'x'"),
                mistake(
                        "private record R(int x) {}\n@Predict int a(R x) { return 1; }",
                        8,
                        "must not be private"),
                mistake(
                        "@Predict int a(Table x, Table y) { return 1; }",
                        7,
                        "only one parameter can take all inputs that no other takes"),
                mistake(
                        "@Predict(perRow = true) int a(Table x) { return 1; }",
                        7,
                        "a Table is many rows, and the method is for one (perRow)"),
                mistake(
                        "@Predict(perRow = true) Stream<Integer> a(int x) { return null; }",
                        7,
                        "a method for one row (perRow) returns no stream"),
                mistake(
                        "@Predict(perRow = true) Table a(int x) { return null; }",
                        7,
                        "a method for one row (perRow) returns a value or a record"),
                mistake(
                        "@Predict(perRow = true) int a(@Header(\"h\") String x) { return 1; }",
                        7,
                        "a method for one row (perRow) takes inputs"),
                mistake(
                        "@Predict int a(@Header(\"h\") int x) { return 1; }",
                        7,
                        "a header is a String, an Optional<String> or a List<String>"),
                mistake(
                        "@Predict int a(@RequestParameter int[] x) { return 1; }",
                        7,
                        "no parameter is a int[]"),
                mistake(
                        "Scorer(String x) {}\n@Predict int a(int x) { return 1; }",
                        7,
                        "a constructor is lent ModelContext, ModelSettings, ModelMetrics, Codecs or"
                                + " Executor, not java.lang.String"),
                mistake(
                        "Scorer() {}\nScorer(String x) {}\n@Predict int a(int x) { return 1; }",
                        8,
                        "one constructor that is not private is wanted"));
    }

    private static Arguments mistake(String members, int line, String message) {
        return Arguments.of(members, line, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsToldWhereItStands(String members, int line, String message) throws IOException {
        assertThat(compiled(inClass(members)).messages())
                .anySatisfy(
                        said ->
                                assertThat(said)
                                        .startsWith("ERROR " + line + ": ")
                                        .contains(message));
    }

    @Test
    void classThatCannotBeMadeIsRefused() throws IOException {
        assertThat(
                        compiled("abstract class Scorer { @Predict int a(int x) { return 1; } }")
                                .messages())
                .anyMatch(said -> said.contains("neither abstract nor an inner class"));
        assertThat(compiled("class Scorer<T> { @Predict int a(int x) { return 1; } }").messages())
                .anyMatch(said -> said.contains("has no type parameters"));
    }

    @Test
    void adapterCompilesWithoutAWarningAndIsInTheIndex() throws IOException {
        Compilation compilation =
                compiled(
                        """
                        public final class Scorer {
                            record Row(double area, Optional<String> street, @Input(defaultValue = "1") int rooms) {}
                            record Price(double value, List<String> reasons, float[] parts) {}

                            @Predict(perRow = true)
                            Price price(Row row, @RequestParameter(defaultValue = "a\\"b\\n\u00e9") String note)
                                    throws java.io.IOException {
                                return new Price(row.area(), List.of(), new float[] {1});
                            }
                        }
                        """);

        assertThat(compilation.messages()).isEmpty();
        assertThat(compilation.file("META-INF/extensions.idx").strip())
                .isEqualTo("com.example.Scorer_Runtime");
    }

    @Test
    void indexNamesWhatElseIsMarked() throws IOException {
        Compilation compilation =
                compiled(
                        """
                        public final class Scorer {
                            @Predict
                            int a(int x) {
                                return x;
                            }

                            @org.pf4j.Extension
                            public static final class Own implements org.pf4j.ExtensionPoint {}
                        }
                        """);

        assertThat(compilation.file("META-INF/extensions.idx").lines())
                .containsExactly("com.example.Scorer$Own", "com.example.Scorer_Runtime");
    }

    @Test
    void classInNoPackageHasAnAdapter() throws IOException {
        Compilation compilation =
                Compilation.of(
                        output,
                        "Bare",
                        "public class Bare { @io.bulkhead.api.typed.Predict int a(int x) { return x; } }",
                        new PredictProcessor());

        assertThat(compilation.messages()).isEmpty();
        assertThat(compilation.file("META-INF/extensions.idx").strip()).isEqualTo("Bare_Runtime");
    }
}
