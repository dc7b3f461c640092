package io.bulkhead.api.typed.adapter;

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
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.typed.Answer;
import io.bulkhead.api.typed.ModelHooks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An author's object as a model: all that does not depend on the method's parameters. */
public abstract class TypedModel implements Model {
    private final Object target;
    private final ModelContext context;
    private final Signature signature;
    private final Concurrency concurrency;

    /**
     * @param target the author's object; closed with this if it can be
     * @param context lent to the model
     * @param signature of its method
     * @param concurrency as its annotation says
     */
    protected TypedModel(
            Object target, ModelContext context, Signature signature, Concurrency concurrency) {
        this.target = target;
        this.context = context;
        this.signature = signature;
        this.concurrency = concurrency;
    }

    /** The model's content types. */
    protected final Codecs codecs() {
        return context.codecs();
    }

    /** Refuses a request whose inputs and outputs are not those of the method. */
    protected final void check(InferenceRequest request) {
        signature.check(request);
    }

    /** All inputs that no parameter takes, as a table. */
    protected final Table others(InferenceRequest request) {
        Object decoded = codecs().decode(signature.others(request), ContentType.PD);
        if (decoded instanceof Table table) {
            return table;
        }
        throw ServingException.invalidArgument(
                "a table is wanted (content type 'pd'), another content type was asked for");
    }

    /** The answer of one output. */
    protected final <T> InferenceResponse answer(
            Result<T> output, @Nullable T value, InferenceRequest request) {
        return InferenceResponse.of(output.encode(value, request, codecs()));
    }

    /** The answer of several outputs, put together one by one. */
    protected final Outputs outputs(InferenceRequest request) {
        return new Outputs(request, codecs());
    }

    /** The outputs of one answer: those that are wanted. */
    public static final class Outputs {
        private final InferenceRequest request;
        private final Codecs codecs;
        private final List<Tensor> tensors = new ArrayList<>();

        private Outputs(InferenceRequest request, Codecs codecs) {
            this.request = request;
            this.codecs = codecs;
        }

        /** Adds one, if it is wanted. */
        public <T> Outputs add(Result<T> output, @Nullable T value) {
            if (output.wanted(request)) {
                tensors.addAll(output.encode(value, request, codecs));
            }
            return this;
        }

        /** The answer. */
        public InferenceResponse response() {
            return InferenceResponse.of(tensors);
        }
    }

    /** The answer with what is to be said about it. */
    protected final <T> InferenceResponse answer(
            Answer<T> result, Function<T, InferenceResponse> outputs) {
        List<Tensor> tensors = outputs.apply(given(result).value()).outputs();
        return new InferenceResponse(tensors, result.parameters());
    }

    /** The answer of a table: an output for each column. */
    protected final InferenceResponse answer(Table result, InferenceRequest request) {
        return InferenceResponse.of(codecs().encode(request, "", given(result)));
    }

    /** What the method returned, which must not be null. */
    protected static <T> T given(@Nullable T result) {
        if (result == null) {
            throw new ServingException(ErrorCode.INTERNAL, "the model answered with nothing");
        }
        return result;
    }

    /** An answer that comes later. */
    protected static <T> CompletionStage<InferenceResponse> later(
            CompletionStage<T> result, Function<? super T, InferenceResponse> outputs) {
        return given(result).thenApply(outputs);
    }

    /** The results of the rows of one request, when all are there. */
    protected static <T> CompletionStage<List<T>> all(List<? extends CompletionStage<T>> results) {
        List<CompletableFuture<T>> futures =
                results.stream().map(result -> given(result).toCompletableFuture()).toList();
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }

    /** Answers that come one after the other. */
    protected static <T> Flow.Publisher<InferenceResponse> stream(
            Flow.Publisher<? extends T> results, Function<? super T, InferenceResponse> outputs) {
        return new MappedPublisher<T>(given(results), outputs);
    }

    /** Answers that are pulled one after the other, on the model's own threads. */
    protected final <T> Flow.Publisher<InferenceResponse> stream(
            Stream<? extends T> results, Function<? super T, InferenceResponse> outputs) {
        return new PulledPublisher<T>(given(results), outputs, context.executor());
    }

    /** The one answer of a stream, for a client that did not ask for a stream. */
    protected static CompletionStage<InferenceResponse> only(
            Flow.Publisher<InferenceResponse> answers) {
        OnlyAnswer only = new OnlyAnswer();
        answers.subscribe(only);
        return only.answer();
    }

    /**
     * How many rows there are.
     *
     * @param names of the inputs
     * @param counts the rows of each; -1 if it is left out
     * @throws ServingException if they differ
     */
    protected static int rows(List<String> names, int... counts) {
        int first = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] >= 0 && first < 0) {
                first = i;
            } else if (counts[i] >= 0 && counts[i] != counts[first]) {
                throw ServingException.unprocessable(
                        "input '%s': %d rows, and input '%s' has %d; all want as many"
                                .formatted(
                                        names.get(i), counts[i], names.get(first), counts[first]));
            }
        }
        return first < 0 ? 0 : counts[first];
    }

    /** What a method's checked exception becomes on its way to the log. */
    protected static RuntimeException failed(Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("the model failed: " + failure.getMessage(), failure);
    }

    @Override
    public final ModelMetadata metadata() {
        ModelMetadata declared = signature.metadata();
        return target instanceof ModelHooks hooks ? hooks.metadata(declared) : declared;
    }

    @Override
    public final List<ModelRoute> routes() {
        return target instanceof ModelHooks hooks ? hooks.routes() : List.of();
    }

    @Override
    public final void warmUp() {
        if (target instanceof ModelHooks hooks) {
            hooks.warmUp();
        }
    }

    @Override
    public final Concurrency concurrency() {
        return concurrency;
    }

    @Override
    public final void close() {
        if (target instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) { // whatever an author's close() throws
                throw failed(e);
            }
        }
    }
}
