package io.bulkhead.host.cli.infer;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Several alike requests as one, and its answer as theirs. */
record MergedRequest(List<Asked> parts, InferenceRequest request) {
    /**
     * @param parts at least two, of one {@link MergeKey}
     */
    static MergedRequest of(List<Asked> parts) {
        InferenceRequest first = parts.get(0).request();
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < first.inputs().size(); i++) {
            int position = i;
            inputs.add(
                    Rows.join(
                            parts.stream()
                                    .map(part -> part.request().inputs().get(position))
                                    .toList()));
        }
        String id = UUID.randomUUID().toString();
        return new MergedRequest(List.copyOf(parts), first.withInputs(inputs).withId(id));
    }

    /** An answer for each part; empty if the outputs' rows are not those of the inputs. */
    Optional<List<InferenceResponse>> split(InferenceResponse answer) {
        long rows = MergeKey.rows(request.inputs().get(0));
        if (answer.outputs().stream().anyMatch(output -> MergeKey.rows(output) != rows)) {
            return Optional.empty();
        }
        List<InferenceResponse> answers = new ArrayList<>();
        long from = 0;
        for (Asked part : parts) {
            long begin = from;
            long end = begin + MergeKey.rows(part.request().inputs().get(0));
            answers.add(
                    new InferenceResponse(
                            answer.outputs().stream()
                                    .map(output -> Rows.slice(output, begin, end))
                                    .toList(),
                            answer.parameters()));
            from = end;
        }
        return Optional.of(answers);
    }
}
