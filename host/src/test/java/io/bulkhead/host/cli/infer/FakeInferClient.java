package io.bulkhead.host.cli.infer;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.json.ParsedResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Answers each request with its inputs, and refuses what a test wants refused. */
final class FakeInferClient implements InferClient {
    final List<InferenceRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private Refusal refusal = request -> {};
    private boolean oneRow;

    /** Throws if the request is to fail. */
    interface Refusal {
        void check(InferenceRequest request) throws InferFailure, InterruptedException;
    }

    FakeInferClient refusing(Refusal newRefusal) {
        this.refusal = newRefusal;
        return this;
    }

    /** Answers with one row, whatever it is asked. */
    FakeInferClient answeringOneRow() {
        this.oneRow = true;
        return this;
    }

    @Override
    public void requireReady(ModelId model) {}

    @Override
    public ParsedResponse infer(ModelId model, InferenceRequest request)
            throws InferFailure, InterruptedException {
        requests.add(request);
        refusal.check(request);
        List<Tensor> outputs =
                request.inputs().stream()
                        .map(input -> oneRow ? Rows.slice(input, 0, 1) : input)
                        .toList();
        return new ParsedResponse(
                model,
                request.id(),
                new InferenceResponse(outputs, Parameters.of("content_type", "np")));
    }

    @Override
    public void close() {}
}
