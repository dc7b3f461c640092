package io.bulkhead.plugin.huggingface.call;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pf4j.Extension;

/** Content type {@code nplist}: a tensor as the list of its rows, e.g. recordings. */
@Extension
public final class NumberRowsCodec implements InputCodec<NumberRows> {
    private static final String NAME = "nplist";

    @Override
    public String contentType() {
        return NAME;
    }

    @Override
    public Class<NumberRows> valueType() {
        return NumberRows.class;
    }

    @Override
    public NumberRows decode(Tensor input) {
        float[] all = input.toFloats();
        int count = input.shape().rank() < 2 ? 1 : (int) input.shape().dimension(0);
        int width = count == 0 ? 0 : all.length / count;
        List<Object> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            rows.add(new Numbers(Arrays.copyOfRange(all, row * width, (row + 1) * width)));
        }
        return new NumberRows(rows);
    }

    @Override
    public Tensor encode(String name, NumberRows value) {
        List<float[]> rows = new ArrayList<>();
        for (Object row : value.rows()) {
            rows.add(row instanceof Numbers numbers ? numbers.values() : new float[0]);
        }
        int width = rows.isEmpty() ? 0 : rows.get(0).length;
        float[] all = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, all, i * width, width);
        }
        return Tensor.of(name, Shape.of(rows.size(), width), all)
                .withParameters(Parameters.ofContentType(NAME));
    }
}
