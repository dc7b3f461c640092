package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.ModelContext;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.typed.Answer;
import io.bulkhead.api.typed.adapter.Result;
import io.bulkhead.api.typed.adapter.TypedModel;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An author's object whose method is called by a handle. */
final class ReflectedModel extends TypedModel {
    private final TypedMethod method;
    private final MethodHandle handle;

    ReflectedModel(TypedMethod method, Object target, ModelContext context) {
        super(target, context, method.signature(), method.concurrency());
        this.method = method;
        this.handle = method.boundTo(target);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        if (method.form().isStream()) {
            return only(predictStream(request, context));
        }
        check(request);
        Object[] arguments = arguments(request, context);
        if (method.perRow()) {
            return rows(request, arguments);
        }
        Object result = call(arguments);
        return method.form() == TypedMethod.Form.LATER
                ? later((CompletionStage<?>) result, value -> answered(value, request))
                : CompletableFuture.completedFuture(answered(result, request));
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        if (!method.form().isStream()) {
            return super.predictStream(request, context);
        }
        check(request);
        Object result = call(arguments(request, context));
        return method.form() == TypedMethod.Form.PULLED
                ? stream((Stream<?>) result, value -> answered(value, request))
                : stream((Flow.Publisher<?>) result, value -> answered(value, request));
    }

    private Object[] arguments(InferenceRequest request, RequestContext context) {
        Call call = new Call(request, context, codecs(), () -> others(request));
        return method.slots().stream().map(slot -> slot.read(call)).toArray();
    }

    private CompletionStage<InferenceResponse> rows(InferenceRequest request, Object[] arguments) {
        int count = countOf(arguments);
        List<Object> results = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            results.add(call(atRow(arguments, row)));
        }
        if (method.form() == TypedMethod.Form.LATER) {
            List<CompletionStage<Object>> stages = results.stream().map(this::stage).toList();
            return all(stages).thenApply(values -> answered(values, request));
        }
        return CompletableFuture.completedFuture(answered(results, request));
    }

    @SuppressWarnings("unchecked") // the method's declared type
    private CompletionStage<Object> stage(Object result) {
        return (CompletionStage<Object>) result;
    }

    private static int countOf(Object[] arguments) {
        List<String> names = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof Slot.Rows rows) {
                names.addAll(rows.names());
                for (int count : rows.counts()) {
                    counts.add(count);
                }
            }
        }
        return countOf(names, counts.stream().mapToInt(Integer::intValue).toArray());
    }

    static int countOf(List<String> names, int[] counts) {
        return rows(names, counts);
    }

    private static Object[] atRow(Object[] arguments, int row) {
        Object[] single = arguments.clone();
        for (int i = 0; i < single.length; i++) {
            if (single[i] instanceof Slot.Rows rows) {
                single[i] = rows.at(row);
            }
        }
        return single;
    }

    private Object call(Object[] arguments) {
        return given(Invocation.of(handle, arguments));
    }

    private InferenceResponse answered(@Nullable Object value, InferenceRequest request) {
        return method.outcome().answer(this, given(value), request);
    }

    InferenceResponse answerOf(Table table, InferenceRequest request) {
        return answer(table, request);
    }

    <T> InferenceResponse answerOf(Answer<T> answer, Function<T, InferenceResponse> outputs) {
        return answer(answer, outputs);
    }

    InferenceResponse answerOf(Result<?> output, Object value, InferenceRequest request) {
        return answer(ofAny(output), value, request);
    }

    InferenceResponse answerOf(
            List<Result<?>> outputs, List<Object> values, InferenceRequest request) {
        Outputs answer = outputs(request);
        for (int i = 0; i < outputs.size(); i++) {
            answer.add(ofAny(outputs.get(i)), values.get(i));
        }
        return answer.response();
    }

    @SuppressWarnings("unchecked") // made from the type that the values have
    private static Result<Object> ofAny(Result<?> output) {
        return (Result<Object>) output;
    }
}
