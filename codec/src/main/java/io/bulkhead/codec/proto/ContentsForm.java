package io.bulkhead.codec.proto;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.protocol.InferParameter;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferRequest.InferInputTensor;
import java.util.Map;

/** How an answer's values are written; the request decides. */
public enum ContentsForm {
    /** In the typed fields of {@code contents}. */
    TYPED,
    /**
     * Typed, but BYTES of content type {@code np} as one element: MLServer reads BYTES under {@code
     * np} into numpy byte strings of a fixed width and answers such an array as one buffer.
     */
    TYPED_GLUED,
    /** In {@code raw_output_contents}. */
    RAW;

    private static final String NUMPY = "np";

    /** The form in which this request wants its answer. */
    public static ContentsForm of(ModelInferRequest request) {
        if (request.getRawInputContentsCount() > 0) {
            return RAW;
        }
        String inherited = contentType(request.getParametersMap(), NUMPY);
        for (int i = 0; i < request.getInputsCount(); i++) {
            InferInputTensor input = request.getInputs(i);
            if (input.containsParameters(TensorPlace.REGION)) {
                return RAW;
            }
            if (input.getDatatype().equals(Datatype.BYTES.name())
                    && contentType(input.getParametersMap(), inherited).equals(NUMPY)) {
                return TYPED_GLUED;
            }
        }
        return TYPED;
    }

    private static String contentType(Map<String, InferParameter> parameters, String otherwise) {
        InferParameter parameter = parameters.get(Parameters.CONTENT_TYPE);
        return parameter == null ? otherwise : parameter.getStringParam();
    }

    boolean glues(Tensor output) {
        return this == TYPED_GLUED
                && output.datatype() == Datatype.BYTES
                && output.contentType().equals(NUMPY);
    }
}
