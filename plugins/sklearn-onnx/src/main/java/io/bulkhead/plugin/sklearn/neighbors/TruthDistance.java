package io.bulkhead.plugin.sklearn.neighbors;

import java.util.Map;
import java.util.Optional;

/** Metrics of truth values: what is not zero is true. */
final class TruthDistance implements Distance {
    /** From how many of the values are true in both, in the first alone, and in the second. */
    private interface Measure {
        double of(double both, double first, double second, double count);
    }

    private static final Map<String, Measure> MEASURES =
            Map.of(
                    "matching", (both, first, second, count) -> (first + second) / count,
                    "dice",
                            (both, first, second, count) ->
                                    ratio(first + second, 2 * both + first + second),
                    "jaccard",
                            (both, first, second, count) ->
                                    ratio(first + second, both + first + second),
                    "rogerstanimoto",
                            (both, first, second, count) ->
                                    2 * (first + second) / (count + first + second),
                    "sokalmichener",
                            (both, first, second, count) ->
                                    2 * (first + second) / (count + first + second),
                    "russellrao", (both, first, second, count) -> (count - both) / count,
                    "sokalsneath",
                            (both, first, second, count) ->
                                    ratio(first + second, both / 2 + first + second),
                    "yule",
                            (both, first, second, count) -> {
                                double mixed = first * second;
                                double alike = both * (count - both - first - second);
                                return ratio(2 * mixed, alike + mixed);
                            });

    private final Measure measure;

    private TruthDistance(Measure measure) {
        this.measure = measure;
    }

    static Optional<Distance> named(String metric) {
        return Optional.ofNullable(MEASURES.get(metric)).map(TruthDistance::new);
    }

    private static double ratio(double part, double whole) {
        return part == 0 ? 0 : part / whole;
    }

    @Override
    public double between(double[] a, int atA, double[] b, int atB, int count) {
        int both = 0;
        int first = 0;
        int second = 0;
        for (int i = 0; i < count; i++) {
            boolean inA = a[atA + i] != 0;
            boolean inB = b[atB + i] != 0;
            both += inA && inB ? 1 : 0;
            first += inA && !inB ? 1 : 0;
            second += inB && !inA ? 1 : 0;
        }
        return measure.of(both, first, second, count);
    }
}
