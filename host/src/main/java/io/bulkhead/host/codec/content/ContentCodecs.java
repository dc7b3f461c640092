package io.bulkhead.host.codec.content;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.codec.RequestCodec;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content types of one model. The plain case, one tensor of numbers and no content type
 * anywhere, costs a few look-ups and no copy.
 *
 * <p>A codec of the plugin takes the place of the server's own of the same name.
 */
public final class ContentCodecs implements Codecs {
    private final InputCodec<Tensor> arrays = new ArrayCodec();
    private final TableCodec tables = new TableCodec();

    private final List<InputCodec<?>> pluginInputCodecs;
    private final List<RequestCodec<?>> pluginRequestCodecs;

    private final Map<String, InputCodec<?>> inputCodecs;

    /** What an input may be when it is a column: the above and JSON. */
    private final Map<String, InputCodec<?>> columnCodecs;

    private final Map<String, RequestDecoder> requestDecoders;
    private final UnknownContentTypes unknown;

    private final Map<String, String> typeByInput;
    private final Map<String, String> typeByOutput;
    private final String typeOfRequests;

    /**
     * @param settings of the model
     * @param pluginInputCodecs those of the model's plugin
     * @param pluginRequestCodecs those of the model's plugin
     */
    public ContentCodecs(
            ModelSettings settings,
            List<InputCodec<?>> pluginInputCodecs,
            List<RequestCodec<?>> pluginRequestCodecs) {
        this(
                settings,
                pluginInputCodecs,
                pluginRequestCodecs,
                new UnknownContentTypes(settings.id()));
    }

    ContentCodecs(
            ModelSettings settings,
            List<InputCodec<?>> pluginInputCodecs,
            List<RequestCodec<?>> pluginRequestCodecs,
            UnknownContentTypes unknown) {
        this.pluginInputCodecs = List.copyOf(pluginInputCodecs);
        this.pluginRequestCodecs = List.copyOf(pluginRequestCodecs);
        this.inputCodecs = inputCodecs();
        this.columnCodecs = columnCodecs();
        this.requestDecoders = requestDecoders();
        this.typeByInput = contentTypes(settings.inputs());
        this.typeByOutput = contentTypes(settings.outputs());
        this.typeOfRequests = settings.parameters().contentType();
        this.unknown = unknown;
        noteUnknownSettings();
    }

    private void noteUnknownSettings() {
        typeByInput.values().forEach(type -> find(columnCodecs, type, "inputs in its settings"));
        typeByOutput.values().forEach(type -> find(inputCodecs, type, "outputs in its settings"));
        find(requestDecoders, typeOfRequests, "requests in its settings");
    }

    /** None is known of this name, which is told once if there is a name at all. */
    private <T> @Nullable T find(Map<String, T> codecs, String contentType, String place) {
        T codec = codecs.get(contentType);
        if (codec == null) {
            unknown.note(place, contentType, codecs.keySet());
        }
        return codec;
    }

    private Map<String, InputCodec<?>> inputCodecs() {
        Map<String, InputCodec<?>> codecs = new HashMap<>();
        codecs.put(ContentType.NP, arrays);
        put(codecs, ContentType.STR, new Utf8Format());
        put(codecs, ContentType.BASE64, new Base64Format());
        put(codecs, ContentType.DATETIME, new DatetimeFormat());
        put(codecs, ContentType.HG_JSON, new JsonFormat());
        put(codecs, ContentType.HG_JSONLIST, new JsonFormat());
        pluginInputCodecs.forEach(codec -> codecs.put(codec.contentType(), codec));
        return Map.copyOf(codecs);
    }

    private Map<String, InputCodec<?>> columnCodecs() {
        Map<String, InputCodec<?>> codecs = new HashMap<>();
        put(codecs, JsonFormat.CONTENT_TYPE, new JsonFormat());
        codecs.putAll(inputCodecs);
        return Map.copyOf(codecs);
    }

    private static void put(
            Map<String, InputCodec<?>> codecs, String contentType, ByteStringFormat format) {
        codecs.put(contentType, new ByteStringCodec(contentType, format));
    }

    private Map<String, RequestDecoder> requestDecoders() {
        Map<String, RequestDecoder> decoders = new HashMap<>();
        for (String single : List.of(ContentType.NP, ContentType.STR)) {
            decoders.put(single, new SingleInputDecoder(known(inputCodecs, single)));
        }
        decoders.put(ContentType.PD, tables);
        InputCodec<?> array = known(inputCodecs, ContentType.NP);
        InputCodec<?> text = known(inputCodecs, ContentType.STR);
        decoders.put(ContentType.DICT, new NamedInputsDecoder(array, array));
        decoders.put(ContentType.HF, new NamedInputsDecoder(text, array));
        pluginRequestCodecs.forEach(codec -> decoders.put(codec.contentType(), codec::decode));
        return Map.copyOf(decoders);
    }

    private static Map<String, String> contentTypes(List<TensorMetadata> tensors) {
        Map<String, String> types = new HashMap<>();
        for (TensorMetadata tensor : tensors) {
            types.put(tensor.name(), tensor.parameters().contentType());
        }
        return Map.copyOf(types);
    }

    @Override
    public Object decode(InferenceRequest request, String fallback) {
        RequestDecoder decoder = requestDecoder(request, fallback);
        return decoder.decode(request, decodedInputs(request.inputs(), decoder));
    }

    private RequestDecoder requestDecoder(InferenceRequest request, String fallback) {
        RequestDecoder asked =
                find(requestDecoders, request.parameters().contentType(), "a request");
        if (asked == null) {
            asked = requestDecoders.get(typeOfRequests);
        }
        return asked != null ? asked : known(requestDecoders, fallback);
    }

    /** The values of those inputs that have a content type of their own; usually none has. */
    private Map<String, Object> decodedInputs(List<Tensor> inputs, RequestDecoder decoder) {
        Map<String, InputCodec<?>> codecs = decoder == tables ? columnCodecs : inputCodecs;
        Map<String, Object> decoded = Map.of();
        for (Tensor input : inputs) {
            InputCodec<?> codec = ownCodec(codecs, input);
            if (codec != null) {
                if (decoded.isEmpty()) {
                    decoded = new HashMap<>();
                }
                decoded.put(input.name(), codec.decode(input));
            }
        }
        return decoded;
    }

    private @Nullable InputCodec<?> ownCodec(Map<String, InputCodec<?>> codecs, Tensor input) {
        InputCodec<?> codec = find(codecs, input.contentType(), "an input");
        return codec != null ? codec : codecs.get(typeByInput.getOrDefault(input.name(), ""));
    }

    @Override
    public Object decodeInput(Tensor input, String fallback) {
        InputCodec<?> codec = ownCodec(inputCodecs, input);
        return (codec != null ? codec : known(inputCodecs, fallback)).decode(input);
    }

    /** Whoever names a fallback is a runtime, which had better be told of a slip at once. */
    private static <T> T known(Map<String, T> codecs, String contentType) {
        T codec = codecs.get(contentType);
        if (codec == null) {
            throw new IllegalArgumentException("no content type '" + contentType + "' here");
        }
        return codec;
    }

    @Override
    public List<Tensor> encode(InferenceRequest request, String name, Object value) {
        if (value instanceof Table table) {
            return tables.encode(request, name, table);
        }
        RequestCodec<?> whole = requestCodecOf(value);
        if (whole == null && value instanceof Map<?, ?> named && codecOf(value) == null) {
            return encodeEach(request, named);
        }
        InputCodec<?> codec = askedCodec(request, name);
        if (codec == null) {
            codec = codecOf(value);
        }
        if (codec != null) {
            return List.of(encode(codec, name, value));
        }
        if (whole != null) {
            return encode(whole, value);
        }
        throw new IllegalArgumentException(
                "output '" + name + "': no codec for a value of " + value.getClass());
    }

    private List<Tensor> encodeEach(InferenceRequest request, Map<?, ?> named) {
        List<Tensor> outputs = new ArrayList<>(named.size());
        named.forEach(
                (name, value) -> outputs.addAll(encode(request, String.valueOf(name), value)));
        return outputs;
    }

    private @Nullable InputCodec<?> askedCodec(InferenceRequest request, String name) {
        for (RequestedOutput output : request.outputs()) {
            if (output.name().equals(name)) {
                InputCodec<?> asked =
                        find(inputCodecs, output.parameters().contentType(), "an output");
                if (asked != null) {
                    return asked;
                }
            }
        }
        return inputCodecs.get(typeByOutput.getOrDefault(name, ""));
    }

    private @Nullable InputCodec<?> codecOf(Object value) {
        if (value instanceof Tensor tensor) {
            return inputCodecs.getOrDefault(tensor.contentType(), arrays);
        }
        for (InputCodec<?> codec : pluginInputCodecs) {
            if (codec.valueType().isInstance(value)) {
                return codec;
            }
        }
        return null;
    }

    private static <T> Tensor encode(InputCodec<T> codec, String name, Object value) {
        if (!codec.valueType().isInstance(value)) {
            throw ServingException.invalidArgument(
                    "output '"
                            + name
                            + "': content type '"
                            + codec.contentType()
                            + "' does not fit what the model answers");
        }
        return codec.encode(name, codec.valueType().cast(value));
    }

    private @Nullable RequestCodec<?> requestCodecOf(Object value) {
        for (RequestCodec<?> codec : pluginRequestCodecs) {
            if (codec.valueType().isInstance(value)) {
                return codec;
            }
        }
        return null;
    }

    private static <T> List<Tensor> encode(RequestCodec<T> codec, Object value) {
        return codec.encode(codec.valueType().cast(value));
    }
}
