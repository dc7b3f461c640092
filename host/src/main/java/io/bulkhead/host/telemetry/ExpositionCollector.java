package io.bulkhead.host.telemetry;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics that models register in servers of their own, under their models' names. What the
 * host counts itself, and what is a process's and not a model's, is left out; the processes of one
 * model are added up.
 */
final class ExpositionCollector extends Collector {
    private static final Pattern SAMPLE =
            Pattern.compile("([A-Za-z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL =
            Pattern.compile("([A-Za-z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
    private static final Pattern NOT_THE_MODELS =
            Pattern.compile(
                    "(python|process|rest_server|grpc_server|model_infer_request|starlette)_.*"
                            + "|parallel_request_queue|batch_request_queue|.*_created");
    private static final String MODEL = "model_name";
    private static final String VERSION = "model_version";

    private final Supplier<List<ModelExposition>> expositions;

    ExpositionCollector(Supplier<List<ModelExposition>> expositions) {
        this.expositions = expositions;
    }

    private record Series(String name, Map<String, String> labels) {}

    private record Family(Type type, String help, Map<Series, Double> values) {}

    @Override
    public List<MetricFamilySamples> collect() {
        Map<String, Family> families = new LinkedHashMap<>();
        expositions.get().forEach(one -> read(one, families));
        List<MetricFamilySamples> all = new ArrayList<>();
        families.forEach((name, family) -> all.add(samples(name, family)));
        return all;
    }

    private static MetricFamilySamples samples(String name, Family family) {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        family.values()
                .forEach(
                        (series, value) ->
                                samples.add(
                                        new MetricFamilySamples.Sample(
                                                series.name(),
                                                List.copyOf(series.labels().keySet()),
                                                List.copyOf(series.labels().values()),
                                                value)));
        return new MetricFamilySamples(name, family.type(), family.help(), samples);
    }

    private static void read(ModelExposition exposition, Map<String, Family> families) {
        String help = "";
        Family family = null;
        for (String line : exposition.text().lines().toList()) {
            if (line.startsWith("# HELP ")) {
                String[] words = line.split(" ", 4);
                help = words.length > 3 ? words[3] : "";
            } else if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                family = words.length < 4 ? null : family(words[2], words[3], help, families);
            } else if (family != null && !line.startsWith("#")) {
                sample(line, exposition, family);
            }
        }
    }

    private static @org.jspecify.annotations.Nullable Family family(
            String name, String type, String help, Map<String, Family> families) {
        if (NOT_THE_MODELS.matcher(name).matches()) {
            return null;
        }
        boolean known = Set.of("counter", "gauge", "histogram", "summary").contains(type);
        Type found = known ? Type.valueOf(type.toUpperCase(Locale.ROOT)) : Type.UNKNOWN;
        String family =
                found == Type.COUNTER && name.endsWith("_total")
                        ? name.substring(0, name.length() - "_total".length())
                        : name;
        return families.computeIfAbsent(
                family, first -> new Family(found, help, new LinkedHashMap<>()));
    }

    private static void sample(String line, ModelExposition exposition, Family family) {
        Matcher sample = SAMPLE.matcher(line.strip());
        if (!sample.matches() || sample.group(1).endsWith("_created")) {
            return;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(MODEL, exposition.model().name());
        labels.put(VERSION, exposition.model().version());
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
            if (!label.group(1).equals(MODEL) && !label.group(1).equals(VERSION)) {
                labels.put(label.group(1), unescaped(label.group(2)));
            }
        }
        family.values()
                .merge(new Series(sample.group(1), labels), number(sample.group(3)), Double::sum);
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> parsed(text);
        };
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
