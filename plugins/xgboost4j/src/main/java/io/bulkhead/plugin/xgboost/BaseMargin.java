package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The margins that a request's rows start from instead of the base score, as {@code base_margin} of
 * a {@code DMatrix}: an input of this name.
 *
 * @param input the margins
 * @param rest the request without them
 */
record BaseMargin(Tensor input, InferenceRequest rest) {
    private static final String NAME = "base_margin";

    /** Of requests that have one, for models that have no feature of this name. */
    static Optional<BaseMargin> of(InferenceRequest request, List<String> features) {
        if (request.inputs().size() < 2 || features.contains(NAME)) {
            return Optional.empty();
        }
        List<Tensor> others = new ArrayList<>(request.inputs());
        for (Tensor input : request.inputs()) {
            if (input.name().equals(NAME)) {
                others.remove(input);
                return Optional.of(new BaseMargin(input, request.withInputs(others)));
            }
        }
        return Optional.empty();
    }

    /**
     * Row by row.
     *
     * @throws ServingException {@code UNPROCESSABLE} if they are not so many numbers
     */
    float[] margins(int rows, int outputs) {
        if (!(input.data() instanceof NumericData numbers)
                || input.size() != (long) rows * outputs) {
            throw ServingException.unprocessable(
                    "input '"
                            + NAME
                            + "': "
                            + outputs
                            + " numbers for each of "
                            + rows
                            + " rows are wanted, found "
                            + input.datatype()
                            + " of shape "
                            + input.shape());
        }
        return numbers.toFloats();
    }
}
