package io.bulkhead.plugin.huggingface.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.plugin.huggingface.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates in the ways of known models, against what transformers makes of them. */
class TransformersTemplatesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "templates");
    private static final ZonedDateTime THEN =
            ZonedDateTime.of(2026, 3, 7, 9, 5, 2, 0, ZoneOffset.UTC);

    @TestFactory
    Stream<DynamicTest> textsAreThoseOfTransformers() throws IOException {
        List<?> cases =
                (List<?>) JsonReader.read(Files.readString(FOLDER.resolve("expected.json")));
        assertThat(cases).hasSize(144);
        return cases.stream()
                .map(one -> (Map<?, ?>) one)
                .map(one -> DynamicTest.dynamicTest(name(one), () -> check(one)));
    }

    private static String name(Map<?, ?> one) {
        return one.get("template") + ", " + one.get("chat") + ", " + one.get("goes_on");
    }

    private static void check(Map<?, ?> one) throws IOException {
        String source = Files.readString(FOLDER.resolve(String.valueOf(one.get("template"))));
        Map<String, Object> variables = new HashMap<>();
        variables.put("messages", one.get("messages"));
        variables.put("tools", one.get("tools"));
        variables.put("add_generation_prompt", one.get("goes_on"));
        variables.put("bos_token", "<s>");
        variables.put("eos_token", "</s>");
        variables.put("raise_exception", (Callable) TransformersTemplatesTest::refuse);
        variables.put(
                "strftime_now",
                (Callable)
                        arguments ->
                                PythonTime.format(THEN, arguments.text(0, "format").orElse("")));

        if (one.get("text") instanceof String text) {
            assertThat(Template.parse(source).render(variables)).isEqualTo(text);
        } else {
            assertThatThrownBy(() -> Template.parse(source).render(variables))
                    .isInstanceOf(TemplateException.class)
                    .hasMessage(String.valueOf(one.get("error")));
        }
    }

    private static Object refuse(CallArguments arguments) {
        throw new TemplateException(arguments.text(0, "message").orElse(""));
    }

    private static String rendered(String source) {
        return Template.parse(source).render(Map.of("name", "wörld"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{{ name[1:3] ~ name[-1] ~ name[::-1] }}#örddlröw",
                "{{ name.split('r') }}#['wö', 'ld']",
                "{{ 'a b  c'.split() }} {{ 'a,b,c'.rsplit(',', 1) }}#['a', 'b', 'c'] ['a,b', 'c']",
                "{{ '{} is {1}'.format(1, 'x') }}#1 is x",
                "{{ {'a': none}['a'] is none }} {{ {}.a is defined }}#True False",
                "{{ 'x' if false }}|{{ [] or 'other' }}#|other",
                "{{ 5 is divisibleby 5 and 4 is not odd }}#True",
                "{% for a, b in {'x': 1}.items() %}{{ a }}={{ b }}{% endfor %}#x=1",
                "{% set a, b = [1, 2] %}{{ a + b }}#3",
                "{% with c = 4 %}{{ c }}{% endwith %}{{ c }}#4",
                "{{ 1e3 }} {{ 1_000 }} {{ 10 / 4 }} {{ -7 // 2 }}#1000.0 1000 2.5 -4",
                "{{ '\\u00e9\\x41\\\\' \"b\" }}#éA\\b",
                "{% set ns = namespace(a=1) %}{% for i in [1,2] %}{% set ns.a = ns.a + i %}{% endfor %}{{ ns.a }}#4",
                "{% for i in range(3) if i != 1 %}{{ loop.index }}{{ i }}{% endfor %}#1022",
            })
    void valuesAreThoseOfPython(String template, String text) {
        assertThat(rendered(template)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% if x %}",
                "{{ x",
                "{{ x | nothing }}",
                "{% include 'x' %}",
                "{{ x is nothing }}",
                "{{ (1, }}",
                "{# never ends",
                "{% endif %}",
            })
    void whatIsNoTemplateIsRefusedWithItsLine(String template) {
        assertThatThrownBy(() -> Template.parse("\n" + template))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("line 2: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ x.y }}",
                "{{ 1 + 'a' }}",
                "{{ 1 // 0 }}",
                "{{ name.nothing() }}",
                "{% set name.x = 1 %}",
                "{{ 'a' * 1000000000 }}",
                "{{ range(10000000) }}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{{ 9223372036854775807 + 1 }}",
            })
    void whatCannotBeRenderedIsRefused(String template) {
        assertThatThrownBy(() -> rendered(template)).isInstanceOf(TemplateException.class);
    }

    @Test
    void templateThatDoesNotEndIsEnded() {
        String loop = "{% for a in range(99999) %}";
        assertThatThrownBy(() -> rendered(loop + loop + "{% endfor %}{% endfor %}"))
                .hasMessageContaining("does not come to an end");
    }

    @Test
    void nestingHasAnEnd() {
        assertThatThrownBy(() -> Template.parse("{{ " + "(".repeat(5000) + " }}"))
                .isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> Template.parse("{% if x %}".repeat(5000)))
                .isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> Template.parse("{{ " + "not ".repeat(50_000) + "x }}"))
                .isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> Template.parse("{{ " + "-".repeat(50_000) + "1 }}"))
                .isInstanceOf(TemplateException.class);
    }
}
