package io.bulkhead.client;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks one server. {@link RestClient} and {@link GrpcClient} do the same over their wires.
 *
 * <p>Every call ends within the {@linkplain ClientOptions#deadline deadline}, which covers all of
 * its attempts, or fails with a {@link ClientException} that says why and whether asking again may
 * help. What fails for the moment only is asked again as the {@link RetryPolicy} says; so a request
 * may reach a model more than once.
 *
 * <p>Thread-safe; one client serves a whole process. Whoever makes it closes it.
 */
public interface InferenceClient extends AutoCloseable {
    /**
     * Sends a request and gives the answer when it is there. Cancelling the future gives up the
     * call.
     *
     * @param model an empty version is the server's choice
     * @return fails with a {@link ClientException}, bare or as the cause of a {@code
     *     CompletionException}, as with any such future
     */
    CompletableFuture<Reply> inferAsync(ModelId model, InferenceRequest request);

    /**
     * Sends a request and waits for the answer.
     *
     * @throws ClientException if there is none; also if the thread is interrupted, whose flag is
     *     set again
     */
    default Reply infer(ModelId model, InferenceRequest request) {
        return Waiting.on(inferAsync(model, request));
    }

    /** As {@link #infer(ModelId, InferenceRequest)}, in the version that the server chooses. */
    default Reply infer(String model, InferenceRequest request) {
        return infer(new ModelId(model, ""), request);
    }

    /**
     * Sends a request whose answer comes in parts, e.g. token by token. It is not sent again if it
     * breaks, and the deadline holds for all parts together.
     *
     * @return to be closed by the caller
     */
    ReplyStream inferStream(ModelId model, InferenceRequest request);

    /** Whether the server is up. False also if nobody answers at its address. */
    boolean isLive();

    /** Whether the server and all its models are ready. False also if nobody answers. */
    boolean isReady();

    /**
     * Returns if the model is ready.
     *
     * @throws ClientException with the server's reason, if it is not
     */
    void requireReady(ModelId model);

    /**
     * Whether the model is ready; false also if the server does not know it.
     *
     * @throws ClientException if the server does not answer
     */
    default boolean isReady(ModelId model) {
        try {
            requireReady(model);
            return true;
        } catch (ClientException e) {
            if (e.isAnswer()) {
                return false;
            }
            throw e;
        }
    }

    /** What the server says of itself. */
    ServerDescription server();

    /** What the server says of a model. */
    ModelDescription model(ModelId model);

    /** The models of the server's repository, those included that are not loaded. */
    List<IndexEntry> index();

    /** Loads a model of the repository, or loads it anew; returns when it is ready. */
    void load(String model);

    /** Unloads all versions of a model. */
    void unload(String model);

    /** Ends what is under way. */
    @Override
    void close();
}
