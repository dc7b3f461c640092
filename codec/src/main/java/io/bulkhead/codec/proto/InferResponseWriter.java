package io.bulkhead.codec.proto;

import com.google.protobuf.ByteString;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import io.bulkhead.protocol.InferTensorContents;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelInferResponse.InferOutputTensor;

/**
 * Writes an answer's message. Raw contents are the tensors' own memory: it must stay as it is until
 * the message is sent. Thread-safe.
 */
public final class InferResponseWriter {
    private final ProtoParameters parameters;
    private final RawContents raw;

    /** For messages to this kind of peer. */
    public InferResponseWriter(Dialect dialect) {
        this.parameters = new ProtoParameters(dialect);
        this.raw = new RawContents(dialect);
    }

    /**
     * @throws io.bulkhead.api.error.ServingException if an output has no place in this form
     */
    public ModelInferResponse write(
            ModelId model, String id, InferenceResponse response, ContentsForm form) {
        return write(model, id, response, form, SharedOutputs.NONE);
    }

    /** The same, with some of the outputs in shared memory, where they have been put before. */
    public ModelInferResponse write(
            ModelId model,
            String id,
            InferenceResponse response,
            ContentsForm form,
            SharedOutputs shared) {
        ModelInferResponse.Builder message =
                ModelInferResponse.newBuilder()
                        .setModelName(model.name())
                        .setModelVersion(model.version())
                        .setId(id);
        parameters.write(response.parameters(), message::putParameters);
        for (Tensor output : response.outputs()) {
            boolean elsewhere = shared.hold(output);
            InferOutputTensor.Builder header = header(output, shared.parameters(output));
            message.addOutputs(elsewhere ? header : header.setContents(contents(output, form)));
            if (form == ContentsForm.RAW) {
                // One entry for each output, as clients count them.
                message.addRawOutputContents(
                        elsewhere ? ByteString.EMPTY : raw.write(output.data()));
            }
        }
        return message.build();
    }

    private InferOutputTensor.Builder header(Tensor output, Parameters ofOutput) {
        InferOutputTensor.Builder header =
                InferOutputTensor.newBuilder()
                        .setName(output.name())
                        .setDatatype(output.datatype().name());
        for (int i = 0; i < output.shape().rank(); i++) {
            header.addShape(output.shape().dimension(i));
        }
        parameters.write(ofOutput, header::putParameters);
        return header;
    }

    private static InferTensorContents contents(Tensor output, ContentsForm form) {
        if (form == ContentsForm.RAW) {
            // Present, though empty: so MLServer's clients have it.
            return InferTensorContents.getDefaultInstance();
        }
        return form.glues(output)
                ? TypedContents.writeGlued(output.strings())
                : TypedContents.write("output '" + output.name() + "'", output.data());
    }
}
