package io.bulkhead.plugin.sklearn.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.metadata.AnswerForms;
import io.bulkhead.plugin.sklearn.metadata.ModelInput;
import io.bulkhead.plugin.sklearn.value.TableValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An ONNX graph in a session of ONNX Runtime, which this model owns. */
public final class OnnxModel implements Model {
    private static final String CONVERTER = "skl2onnx";

    /** Graphs of neighbours that are larger than this take the server's memory for nothing. */
    private static final long MOST_BYTES_MENDED = 256L << 20;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<OnnxInput> inputs;
    private final OnnxOutputs outputs;
    private final Codecs codecs;
    private final ModelMetadata metadata;

    private OnnxModel(OrtEnvironment environment, OrtSession session, ModelContext context)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.codecs = context.codecs();
        this.inputs = inputs(session);
        this.outputs =
                new OnnxOutputs(
                        session.getOutputNames(),
                        context.settings().extra().getString("predict_fn").orElse("predict"));
        this.metadata = metadata(environment, session);
    }

    private OnnxModel(OnnxModel model, ModelMetadata metadata) {
        this.environment = model.environment;
        this.session = model.session;
        this.codecs = model.codecs;
        this.inputs = model.inputs;
        this.outputs = model.outputs;
        this.metadata = metadata;
    }

    /** Opens the graph that the context names. */
    public static OnnxModel load(ModelContext context) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            Parameters extra = context.settings().extra();
            // The server runs many requests side by side; threads within one would only compete.
            options.setIntraOpNumThreads(threads(extra, "intra_op_threads"));
            options.setInterOpNumThreads(threads(extra, "inter_op_threads"));
            // Errors come as exceptions; printed too, each bad request would fill the log.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return open(context, options);
        } catch (OrtException e) {
            throw ServingException.loadFailed("ONNX Runtime refuses the model: " + text(e), e);
        }
    }

    private static OnnxModel open(ModelContext context, OrtSession.SessionOptions options)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = session(environment, context.artifact(), options);
        try {
            OnnxModel model = new OnnxModel(environment, session, context);
            boolean converted = session.getMetadata().getProducerName().equals(CONVERTER);
            return converted ? model.withAskedForms() : model;
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static OrtSession session(
            OrtEnvironment environment, Path file, OrtSession.SessionOptions options)
            throws OrtException {
        OrtSession session = environment.createSession(file.toString(), options);
        try {
            Optional<byte[]> mended =
                    session.getMetadata().getProducerName().equals(CONVERTER)
                                    && Files.size(file) <= MOST_BYTES_MENDED
                            ? MaskedIndices.raised(Files.readAllBytes(file))
                            : Optional.empty();
            if (mended.isEmpty()) {
                return session;
            }
            session.close();
            return environment.createSession(mended.get(), options);
        } catch (IOException e) {
            session.close();
            throw ServingException.loadFailed("model file cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The converter of scikit-learn's models tells wrong shapes of some answers, with columns or
     * rows that are not there, and its graphs are quick to ask. What it tells stands where a row of
     * zeros is refused.
     */
    private OnnxModel withAskedForms() {
        List<TensorMetadata> told = metadata.outputs();
        List<String> names = told.stream().map(TensorMetadata::name).toList();
        Map<String, TensorMetadata> asked = new HashMap<>();
        AnswerForms.compared(this, ModelInput.of(metadata.inputs()), names)
                .forEach(form -> asked.put(form.name(), form));
        List<TensorMetadata> forms =
                told.stream().map(form -> asked.getOrDefault(form.name(), form)).toList();
        return new OnnxModel(
                this,
                new ModelMetadata(
                        metadata.platform(), metadata.inputs(), forms, metadata.properties()));
    }

    private static int threads(Parameters extra, String name) {
        long threads = extra.getLong(name).orElse(1L);
        if (threads < 1 || threads > 1024) {
            throw ServingException.loadFailed(
                    "parameters.extra." + name + " must be 1 to 1024, found " + threads, null);
        }
        return (int) threads;
    }

    private static List<OnnxInput> inputs(OrtSession session) throws OrtException {
        List<OnnxInput> inputs = new ArrayList<>();
        for (NodeInfo node : session.getInputInfo().values()) {
            TensorMetadata wanted =
                    OnnxTypes.metadata(node)
                            .orElseThrow(
                                    () ->
                                            ServingException.loadFailed(
                                                    "input '"
                                                            + node.getName()
                                                            + "' is of a type that the protocol"
                                                            + " does not have",
                                                    null));
            inputs.add(new OnnxInput(wanted));
        }
        return List.copyOf(inputs);
    }

    private static ModelMetadata metadata(OrtEnvironment environment, OrtSession session)
            throws OrtException {
        Parameters properties =
                Parameters.of("producer", session.getMetadata().getProducerName())
                        .with("onnxruntime_version", environment.getVersion());
        return new ModelMetadata(
                "onnx",
                session.getInputInfo().values().stream()
                        .flatMap(node -> OnnxTypes.metadata(node).stream())
                        .toList(),
                session.getOutputInfo().values().stream()
                        .flatMap(node -> OnnxTypes.sent(node).stream())
                        .toList(),
                properties);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        List<RequestedOutput> wanted = outputs.wanted(request);
        Set<String> names = new LinkedHashSet<>();
        wanted.forEach(output -> names.add(outputs.require(output.name())));
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try {
            feed(request, feeds);
            try (OrtSession.Result result = session.run(feeds, names)) {
                return CompletableFuture.completedFuture(answer(request, wanted, result));
            }
        } catch (OrtException e) {
            throw failure(e);
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private void feed(InferenceRequest request, Map<String, OnnxTensor> feeds) throws OrtException {
        if (inputs.size() == 1) {
            OnnxInput only = inputs.get(0);
            feeds.put(only.name(), only.tensor(environment, single(request)));
            return;
        }
        for (OnnxInput input : inputs) {
            Tensor sent = named(request, input.name());
            feeds.put(
                    input.name(),
                    input.tensor(environment, tensor(codecs.decodeInput(sent, ContentType.NP))));
        }
    }

    private Tensor single(InferenceRequest request) {
        Object decoded = codecs.decode(request, ContentType.NP);
        if (!(decoded instanceof Table table)) {
            return tensor(decoded);
        }
        return table.columns().size() == 1
                ? table.columns().get(0)
                : new TableValues(table).numbers("the model").encodable();
    }

    private static Tensor named(InferenceRequest request, String name) {
        return request.inputs().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> ServingException.unprocessable("input '" + name + "' is missing"));
    }

    private static Tensor tensor(Object decoded) {
        if (decoded instanceof Tensor tensor) {
            return tensor;
        }
        throw ServingException.unprocessable("the content type of the request gives no array");
    }

    private InferenceResponse answer(
            InferenceRequest request, List<RequestedOutput> wanted, OrtSession.Result result)
            throws OrtException {
        List<Tensor> tensors = new ArrayList<>(wanted.size());
        for (RequestedOutput output : wanted) {
            OnnxValue value = result.get(outputs.require(output.name())).orElseThrow();
            Tensor tensor = OnnxAnswer.tensor(output.name(), value);
            tensors.addAll(codecs.encode(request, output.name(), tensor));
        }
        return InferenceResponse.of(tensors);
    }

    private static ServingException failure(OrtException e) {
        return e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT
                ? new ServingException(
                        ErrorCode.UNPROCESSABLE, "the model refuses the input: " + text(e), e)
                : new ServingException(ErrorCode.INTERNAL, "the model failed to run", e);
    }

    private static String text(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.computeOnly();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new ServingException(ErrorCode.INTERNAL, "ONNX Runtime failed to close", e);
        }
    }
}
