package io.bulkhead.benchmarks;

import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.DoubleBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an author would write around {@link RowSum} by hand, checks included. */
final class HandWrittenRowSum implements Model {
    private final RowSum target = new RowSum();
    private final Codecs codecs;

    HandWrittenRowSum(Codecs codecs) {
        this.codecs = codecs;
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        double[][] rows = new double[0][];
        double factor = 1;
        for (Tensor input : request.inputs()) {
            switch (input.name()) {
                case "rows" -> rows = rows(decoded(input));
                case "factor" -> factor = decoded(input).numbers().doubleAt(0);
                default ->
                        throw ServingException.invalidArgument(
                                "input '" + input.name() + "' is not one of the model's");
            }
        }
        double[] sums = target.sum(rows, factor);
        Tensor output = Tensor.of("sum", Shape.of(sums.length), sums);
        return CompletableFuture.completedFuture(
                InferenceResponse.of(codecs.encode(request, "sum", output)));
    }

    private Tensor decoded(Tensor input) {
        return (Tensor) codecs.decodeInput(input, ContentType.NP);
    }

    private static double[][] rows(Tensor tensor) {
        if (tensor.shape().rank() != 2) {
            throw ServingException.unprocessable("input 'rows': two dimensions are wanted");
        }
        int width = (int) tensor.shape().dimension(1);
        double[][] rows = new double[(int) tensor.shape().dimension(0)][width];
        DoubleBuffer values = tensor.numbers().doubles();
        for (int i = 0; i < rows.length; i++) {
            values.get(i * width, rows[i]);
        }
        return rows;
    }
}
