package com.example.typed;

import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every type that an input and an output can be of; answers with what it got. */
public final class Everything {
    public enum Colour {
        RED,
        GREEN
    }

    public record All(
            boolean flag,
            byte tiny,
            short small,
            int whole,
            long large,
            float real,
            double precise,
            Integer boxed,
            String text,
            byte[] blob,
            Instant time,
            Colour colour,
            boolean[] flags,
            @Input(datatype = "UINT8") @Output(datatype = "UINT8") byte[] pixels,
            short[] smalls,
            int[] wholes,
            long[] larges,
            float[] reals,
            double[] precises,
            Integer[] boxes,
            String[] texts,
            List<byte[]> blobs,
            List<Instant> times,
            Colour[] colours,
            float[][] matrix,
            double[][][] cube,
            String[][] grid,
            List<List<Long>> lists,
            List<float[]> rows) {}

    @Predict
    All answer(All all) {
        return all;
    }
}
