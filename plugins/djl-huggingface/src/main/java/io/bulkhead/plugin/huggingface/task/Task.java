package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.stream.AnswerParts;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a model is asked to do: transformers' pipeline of one name. Owns its graphs and tokenizer;
 * safe for use by many threads.
 */
public interface Task extends AutoCloseable {
    /** The arguments that it takes. */
    Signature signature();

    /**
     * Computes an answer.
     *
     * @param arguments bound to {@link #signature}
     * @param context deadline and cancellation of the call
     * @return a value as {@link io.bulkhead.plugin.huggingface.json.PythonJson} writes it
     */
    Object call(Arguments arguments, RequestContext context);

    /**
     * Computes an answer in parts, as they are asked for. By default it has one.
     *
     * @return to be closed by the caller, from any thread, but not during a call
     */
    default AnswerParts stream(Arguments arguments, RequestContext context) {
        return AnswerParts.of(() -> call(arguments, context));
    }

    /** Where calls are made, and parts. By default where they are asked for. */
    default Executor executor() {
        return Runnable::run;
    }

    /** Endpoints beside V2's. */
    default List<ModelRoute> routes() {
        return List.of();
    }

    /** Frees graphs and tokenizer; called once, after the last call. */
    @Override
    void close();
}
