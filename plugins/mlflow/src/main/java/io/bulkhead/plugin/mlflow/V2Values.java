package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import io.bulkhead.plugin.mlflow.signature.ParamSpec;
import io.bulkhead.plugin.mlflow.signature.Schema;
import io.bulkhead.plugin.mlflow.signature.Signature;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What V2's requests hold, by the content types that the signature gives them, and back. */
final class V2Values {
    private static final String OUTPUT = "output-1";
    private static final Parameters ARRAY = Parameters.ofContentType(ContentType.NP);
    private static final Parameters TABLE = Parameters.ofContentType(ContentType.PD);
    private static final Parameters NAMED = Parameters.ofContentType(ContentType.DICT);

    private static final Set<String> KNOWN =
            Set.of(ContentType.NP, ContentType.PD, ContentType.STR, ContentType.DICT);

    private final Codecs codecs;
    private final Optional<String> contentType;

    private final List<String> paramNames;

    /** Content types of inputs that are BYTES, by name. */
    private final Map<String, String> typeByInput = new HashMap<>();

    /** Inputs whose values are lists. */
    private final Set<String> listed = new HashSet<>();

    V2Values(Signature signature, Codecs codecs) {
        this.codecs = codecs;
        this.contentType = signature.inputs().map(SignatureMetadata::contentType);
        this.paramNames =
                signature.params().stream().flatMap(List::stream).map(ParamSpec::name).toList();
        if (signature.inputs().orElse(null) instanceof Schema.Columns columns) {
            for (int i = 0; i < columns.size(); i++) {
                Schema.Column column = columns.columns().get(i);
                if (column.type() instanceof ColumnType.ArrayType) {
                    listed.add(column.name().orElse("input-" + i));
                }
                if (column.type().datatype() == Datatype.BYTES) {
                    typeByInput.put(
                            column.name().orElse("input-" + i), column.type().contentType());
                }
            }
        }
    }

    Payload decode(InferenceRequest request) {
        String asked = request.parameters().contentType();
        if (!asked.isEmpty() && !KNOWN.contains(asked)) {
            throw ServingException.invalidArgument(
                    "content type '"
                            + asked
                            + "': a model of MLflow takes "
                            + KNOWN.stream().sorted().collect(Collectors.joining(", ")));
        }
        if (asked.isEmpty() && contentType.isEmpty()) {
            throw ServingException.invalidArgument(
                    "the model has no signature, so the request must say how its inputs are to be"
                            + " taken: content_type 'np' or 'pd' in its parameters");
        }
        Object value = codecs.decode(typed(request), contentType.orElse(asked));
        if (value instanceof Tensor tensor) {
            return new Payload.Array(tensor);
        }
        return value instanceof Table table ? new Payload.Frame(table) : named(value);
    }

    private static Payload named(Object value) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            String name = entry.getKey().toString();
            if (!(entry.getValue() instanceof Tensor tensor)) {
                throw ServingException.unprocessable(
                        "input '" + name + "': its content type does not give an array");
            }
            tensors.put(name, tensor);
        }
        return new Payload.Named(tensors);
    }

    /** Inputs of BYTES that do not say what they are get what the signature says. */
    private InferenceRequest typed(InferenceRequest request) {
        if (typeByInput.isEmpty()) {
            return request;
        }
        return request.withInputs(request.inputs().stream().map(this::typed).toList());
    }

    private Tensor typed(Tensor input) {
        if (listed.contains(input.name()) && RowLists.isMatrix(input)) {
            return RowLists.of(input);
        }
        String type = typeByInput.get(input.name());
        boolean silent = input.datatype() == Datatype.BYTES && input.contentType().isEmpty();
        return silent && type != null
                ? input.withParameters(input.parameters().with(Parameters.CONTENT_TYPE, type))
                : input;
    }

    /** Params are parameters of the request; null if it has none that the signature knows. */
    @Nullable Object params(InferenceRequest request) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (String name : paramNames) {
            request.parameters().get(name).ifPresent(value -> given.put(name, value));
        }
        return given.isEmpty() ? null : given;
    }

    InferenceResponse encode(InferenceRequest request, Payload predictions) {
        if (predictions instanceof Payload.Array array) {
            return new InferenceResponse(encoded(request, OUTPUT, array.tensor()), ARRAY);
        }
        if (predictions instanceof Payload.Frame frame) {
            return new InferenceResponse(codecs.encode(request, OUTPUT, frame.table()), TABLE);
        }
        Map<String, Tensor> named = ((Payload.Named) predictions).tensors();
        List<Tensor> outputs = new ArrayList<>();
        for (String name : wanted(request, named)) {
            outputs.addAll(encoded(request, name, named.get(name)));
        }
        return new InferenceResponse(outputs, NAMED);
    }

    /** Those that are asked for by name; all, if none of the names is an output's. */
    private static List<String> wanted(InferenceRequest request, Map<String, Tensor> named) {
        List<String> asked =
                request.outputs().stream()
                        .map(RequestedOutput::name)
                        .filter(named::containsKey)
                        .toList();
        return asked.isEmpty() ? List.copyOf(named.keySet()) : asked;
    }

    private List<Tensor> encoded(InferenceRequest request, String name, @Nullable Tensor tensor) {
        if (tensor == null) {
            return List.of();
        }
        return codecs.encode(request, name, tensor.withParameters(Parameters.empty()));
    }
}
