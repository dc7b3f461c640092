package io.bulkhead.host.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prometheus' text format, version 0.0.4, as MLServer prints it: labels in the order of their names
 * ({@code le} too), and no {@code _created} series. The client library's own writer does neither.
 */
final class TextFormat {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final int CAPACITY = 16 << 10;
    private static final String CREATED = "_created";

    private final StringBuilder out = new StringBuilder(CAPACITY);

    private TextFormat() {}

    static String write(Enumeration<MetricFamilySamples> families) {
        Map<String, MetricFamilySamples> byName = new LinkedHashMap<>();
        while (families.hasMoreElements()) {
            MetricFamilySamples family = families.nextElement();
            byName.merge(family.name, family, TextFormat::together);
        }
        TextFormat text = new TextFormat();
        byName.values().forEach(text::write);
        return text.out.toString();
    }

    /** A family may come from several sources, and must be told once. */
    private static MetricFamilySamples together(
            MetricFamilySamples one, MetricFamilySamples other) {
        List<Sample> samples = new ArrayList<>(one.samples);
        samples.addAll(other.samples);
        return new MetricFamilySamples(one.name, one.type, one.help, samples);
    }

    private void write(MetricFamilySamples family) {
        String name = family.type == Collector.Type.COUNTER ? family.name + "_total" : family.name;
        out.append("# HELP ").append(name).append(' ');
        escape(family.help, false);
        out.append("\n# TYPE ").append(name).append(' ').append(typeName(family)).append('\n');
        for (Sample sample : family.samples) {
            if (!sample.name.equals(family.name + CREATED)) {
                write(sample);
            }
        }
    }

    private static String typeName(MetricFamilySamples family) {
        return family.type.name().toLowerCase(Locale.ROOT);
    }

    private void write(Sample sample) {
        out.append(sample.name);
        List<String> names = sample.labelNames;
        if (!names.isEmpty()) {
            char before = '{';
            for (int label : inOrder(names)) {
                out.append(before).append(names.get(label)).append("=\"");
                escape(sample.labelValues.get(label), true);
                out.append('"');
                before = ',';
            }
            out.append('}');
        }
        out.append(' ').append(Collector.doubleToGoString(sample.value)).append('\n');
    }

    private static int[] inOrder(List<String> names) {
        return IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparing(names::get))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void escape(String text, boolean quoted) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '"' -> out.append(quoted ? "\\\"" : "\"");
                default -> out.append(c);
            }
        }
    }
}
