package io.bulkhead.testkit;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What clients send by mistake, made of a request that is right. */
final class OddRequests {
    /** One kind of mistake. */
    @FunctionalInterface
    interface Kind {
        Map<String, InferenceRequest> of(OddRequests requests);
    }

    private final InferenceRequest right;

    OddRequests(InferenceRequest right) {
        this.right = right;
    }

    /** Without elements, by what is empty in them. */
    Map<String, InferenceRequest> empty() {
        Map<String, InferenceRequest> requests = new LinkedHashMap<>();
        requests.put("no rows", Rows.slice(right, 0, 0));
        for (int i = 0; i < right.inputs().size(); i++) {
            Tensor input = right.inputs().get(i);
            requests.put("no rows in " + input.name(), with(i, Rows.slice(input, 0, 0)));
            if (input.datatype() == Datatype.BYTES) {
                List<String> blanks = Collections.nCopies(input.size(), "");
                requests.put("no text in " + input.name(), with(i, BytesData.ofStrings(blanks)));
            }
        }
        return requests;
    }

    /** With an input left out, by its name. */
    Map<String, InferenceRequest> incomplete() {
        Map<String, InferenceRequest> requests = new LinkedHashMap<>();
        for (int i = 0; i < right.inputs().size(); i++) {
            List<Tensor> others = new ArrayList<>(right.inputs());
            String name = others.remove(i).name();
            if (!others.isEmpty()) {
                requests.put("without " + name, right.withInputs(others));
            }
        }
        return requests;
    }

    /** With no numbers where there were floating ones; none if there are no such inputs. */
    Map<String, InferenceRequest> notANumber() {
        Map<String, InferenceRequest> requests = new LinkedHashMap<>();
        for (int i = 0; i < right.inputs().size(); i++) {
            Tensor input = right.inputs().get(i);
            switch (input.datatype()) {
                case FP64 -> requests.put(input.name(), with(i, nans(input, Double.BYTES)));
                case FP32 -> requests.put(input.name(), with(i, nans(input, Float.BYTES)));
                default -> {
                    // has none
                }
            }
        }
        return requests;
    }

    private static TensorData nans(Tensor input, int width) {
        ByteBuffer bytes = NumericData.allocate(input.datatype(), input.size());
        for (int i = 0; i < input.size(); i++) {
            if (width == Double.BYTES) {
                bytes.putDouble(Double.NaN);
            } else {
                bytes.putFloat(Float.NaN);
            }
        }
        return NumericData.wrap(input.datatype(), bytes.flip());
    }

    /** With text where there were numbers, and numbers where there was text. */
    Map<String, InferenceRequest> wrongDatatype() {
        Map<String, InferenceRequest> requests = new LinkedHashMap<>();
        for (int i = 0; i < right.inputs().size(); i++) {
            Tensor input = right.inputs().get(i);
            boolean isText = input.datatype() == Datatype.BYTES;
            TensorData wrong =
                    isText
                            ? NumericData.of(new double[input.size()])
                            : BytesData.ofStrings(Collections.nCopies(input.size(), "nonsense"));
            requests.put(
                    wrong.datatype() + " for " + input.datatype() + " in " + input.name(),
                    with(i, new Tensor(input.name(), input.shape(), wrong, Parameters.empty())));
        }
        return requests;
    }

    /** With two dimensions more than wanted. */
    Map<String, InferenceRequest> wrongShape() {
        Map<String, InferenceRequest> requests = new LinkedHashMap<>();
        for (int i = 0; i < right.inputs().size(); i++) {
            Tensor input = right.inputs().get(i);
            long[] deeper = new long[input.shape().rank() + 2];
            Arrays.fill(deeper, 1);
            deeper[0] = input.size();
            requests.put("a deeper " + input.name(), with(i, input.withShape(Shape.of(deeper))));
        }
        return requests;
    }

    private InferenceRequest with(int index, TensorData data) {
        Tensor input = right.inputs().get(index);
        return with(index, new Tensor(input.name(), input.shape(), data, input.parameters()));
    }

    private InferenceRequest with(int index, Tensor input) {
        List<Tensor> inputs = new ArrayList<>(right.inputs());
        inputs.set(index, input);
        return right.withInputs(inputs);
    }
}
