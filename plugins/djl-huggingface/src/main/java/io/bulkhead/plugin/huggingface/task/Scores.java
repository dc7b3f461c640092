package io.bulkhead.plugin.huggingface.task;

import java.util.Arrays;
import java.util.PriorityQueue;

/** Logits to probabilities and ranks, in 32 bits as the pipelines compute them. */
final class Scores {
    private Scores() {}

    static float[] softmax(float[] values, int from, int to) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, values[i]);
        }
        float[] result = new float[to - from];
        float sum = 0;
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) Math.exp(values[from + i] - max);
            sum += result[i];
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    static float[] sigmoid(float[] values, int from, int to) {
        float[] result = new float[to - from];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (1 / (1 + Math.exp(-values[from + i])));
        }
        return result;
    }

    /** The places of the values, the highest first; of equal ones the first. */
    static int[] descending(float[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Float.compare(values[b], values[a]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    static int highest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The candidates with the highest values, the highest first. */
    static int[] best(float[] values, int[] candidates, int most) {
        PriorityQueue<Integer> heap =
                new PriorityQueue<>(
                        (a, b) ->
                                values[a] == values[b]
                                        ? Integer.compare(b, a)
                                        : Float.compare(values[a], values[b]));
        for (int candidate : candidates) {
            if (heap.size() < most) {
                heap.add(candidate);
            } else if (values[candidate] > values[heap.element()]) {
                heap.remove();
                heap.add(candidate);
            }
        }
        int[] best = new int[heap.size()];
        for (int i = best.length - 1; i >= 0; i--) {
            best[i] = heap.remove();
        }
        return best;
    }
}
