package io.bulkhead.host.runtime.process;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.AnswerLife;
import io.bulkhead.host.runtime.ChildReason;
import io.bulkhead.host.runtime.EndedStream;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.ModelInstance;
import io.bulkhead.host.runtime.Refusals;
import io.bulkhead.host.runtime.WatchedStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model in children, its own or those of its inference pool. A request goes to the child with the
 * fewest under way; if that child dies over it, once to a sibling that lives, as nothing was
 * answered yet.
 */
public final class ProcessInstance implements ModelInstance {
    private final ModelId model;
    private final ChildPools pools;
    private final ChildPools.Membership membership;
    private final PoolMember member;
    private final List<Worker> workers;
    private final ModelMetadata metadata;
    private final List<ModelRoute> routes;
    private final ChildReason reason;
    private volatile boolean closed;

    /**
     * @param membership this takes over, and leaves
     * @param routes endpoints of the model's own
     * @param reason why the model is not in the host
     */
    ProcessInstance(
            ChildPools pools,
            ChildPools.Membership membership,
            ModelMetadata metadata,
            List<ModelRoute> routes,
            ChildReason reason) {
        this.pools = pools;
        this.membership = membership;
        this.member = membership.member();
        this.model = member.id();
        this.workers = membership.pool().workers();
        this.metadata = metadata;
        this.routes = List.copyOf(routes);
        this.reason = reason;
    }

    private record Target(Worker worker, ChildCalls client) {}

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        return predict(request, context, AnswerLife.UNKNOWN);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context, AnswerLife life) {
        return ask(context, true, child -> child.client().predict(request, context, life));
    }

    /**
     * Asks a child.
     *
     * @param again whether a sibling may be asked if the child is lost
     */
    private <T> CompletionStage<T> ask(
            RequestContext context, boolean again, Function<Target, CompletableFuture<T>> call) {
        Optional<Target> target = leastBusy(Optional.empty());
        if (target.isEmpty()) {
            return CompletableFuture.failedFuture(closed ? unloaded() : away());
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            var unused =
                    counted(target.get(), call)
                            .whenComplete(
                                    (response, failure) -> {
                                        if (!isLost(failure)) {
                                            complete(answer, response, failure);
                                        } else if (again && !context.isCancelled()) {
                                            askSibling(target.get(), call, answer);
                                        } else {
                                            lose(target.get(), answer);
                                        }
                                    });
        } catch (RuntimeException failure) {
            answer.completeExceptionally(explained(failure));
        }
        return answer;
    }

    private <T> void askSibling(
            Target dead, Function<Target, CompletableFuture<T>> call, CompletableFuture<T> answer) {
        Optional<Target> sibling = leastBusy(Optional.of(dead.worker()));
        if (sibling.isEmpty()) {
            lose(dead, answer);
            return;
        }
        var unused =
                counted(sibling.get(), call)
                        .whenComplete(
                                (response, failure) -> {
                                    if (isLost(failure)) {
                                        lose(sibling.get(), answer);
                                    } else {
                                        complete(answer, response, failure);
                                    }
                                });
    }

    private void lose(Target dead, CompletableFuture<?> answer) {
        var unused =
                howEnded(dead)
                        .thenAccept(
                                how ->
                                        answer.completeExceptionally(
                                                closed ? unloaded() : died(how)));
    }

    /** Waits for the process to end, so that the answer can say how. */
    private static CompletableFuture<String> howEnded(Target dead) {
        return dead.worker()
                .lost(dead.client())
                .toCompletableFuture()
                .copy()
                .completeOnTimeout("it is not known how", 3, TimeUnit.SECONDS);
    }

    private static <T> CompletionStage<T> counted(
            Target target, Function<Target, CompletableFuture<T>> call) {
        target.worker().inFlight().incrementAndGet();
        return call.apply(target).whenComplete((response, failure) -> over(target, failure));
    }

    private static void over(Target target, @Nullable Throwable failure) {
        target.worker().inFlight().decrementAndGet();
        if (isLost(failure)) {
            var unused = target.worker().lost(target.client());
        }
    }

    private <T> void complete(
            CompletableFuture<T> answer, @Nullable T response, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(response);
        } else {
            answer.completeExceptionally(explained(failure));
        }
    }

    @Override
    public List<ModelRoute> routes() {
        return routes;
    }

    /** Of what is no inference nobody knows what it has done already when it is lost. */
    @Override
    public CompletionStage<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext context) {
        return ask(
                context,
                route.purpose().isInference(),
                child ->
                        child.client()
                                .call(route, request, context)
                                .thenApply(response -> streamed(child, response)));
    }

    /** Parts keep the child busy until they are over. */
    private RouteResponse streamed(Target target, RouteResponse response) {
        Flow.Publisher<ByteBuffer> parts = response.parts().orElse(null);
        if (parts == null) {
            return response;
        }
        Flow.Publisher<ByteBuffer> watched =
                WatchedStream.of(
                        parts, (completed, failure) -> over(target, failure), this::explained);
        return response.withParts(
                subscriber -> {
                    target.worker().inFlight().incrementAndGet();
                    watched.subscribe(subscriber);
                });
    }

    private Optional<Target> leastBusy(Optional<Worker> excluded) {
        Optional<Target> best = Optional.empty();
        int fewest = Integer.MAX_VALUE;
        for (Worker worker : workers) {
            Optional<ChildCalls> client = worker.client(member);
            int underWay = worker.inFlight().get();
            boolean excludedNow = excluded.isPresent() && excluded.get() == worker;
            if (client.isPresent() && !excludedNow && underWay < fewest) {
                best = Optional.of(new Target(worker, client.get()));
                fewest = underWay;
            }
        }
        return best;
    }

    private static boolean isLost(@Nullable Throwable failure) {
        return failure != null && PluginCall.causeOf(failure) instanceof LostCallException;
    }

    private ServingException explained(Throwable failure) {
        Throwable cause = PluginCall.causeOf(failure);
        boolean cutOff = cause instanceof LostCallException || isCancelled(cause);
        if (closed && cutOff) {
            return unloaded();
        }
        if (cause instanceof ServingException known) {
            return known;
        }
        if (cause instanceof LostCallException) {
            return died(workers.get(0).lastEnd());
        }
        return new ServingException(
                ErrorCode.INTERNAL, "model '" + model + "': its answer cannot be read", cause);
    }

    private static boolean isCancelled(Throwable cause) {
        return cause instanceof ServingException known && known.code() == ErrorCode.CANCELLED;
    }

    private ServingException unloaded() {
        return new Refusals(model.toString()).unloaded();
    }

    private ServingException died(String how) {
        return new ServingException(
                ErrorCode.UNAVAILABLE,
                "model '"
                        + model
                        + "': its process ended while it answered ("
                        + how
                        + "); it is being restarted, try again");
    }

    private ServingException away() {
        return new ServingException(ErrorCode.UNAVAILABLE, "model '" + model + whyAway());
    }

    private String whyAway() {
        Worker worker = workers.get(0);
        Optional<String> refusal = worker.refusal(member);
        if (refusal.isPresent()) {
            return "' is out of service, as it could not be loaded again after its process ended: "
                    + refusal.get();
        }
        return broken()
                ? "' is out of service, as its processes ended again and again without an"
                        + " answer, the last time: "
                        + worker.lastEnd()
                        + "; load it again"
                : "' is being restarted, as its process ended ("
                        + worker.lastEnd()
                        + "); try again";
    }

    @Override
    public boolean broken() {
        return workers.stream()
                .allMatch(worker -> worker.quarantined() || worker.refusal(member).isPresent());
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        return subscriber -> {
            Optional<Target> target = leastBusy(Optional.empty());
            if (target.isEmpty()) {
                EndedStream.fail(subscriber, closed ? unloaded() : away());
            } else {
                new FailoverStream(subscriber, (failure, where) -> end(subscriber, failure, where))
                        .start(new ChildSource(target.get(), request, context));
            }
        };
    }

    private void end(
            Flow.Subscriber<?> subscriber, Throwable failure, FailoverStream.Source where) {
        if (isLost(failure) && !closed && where instanceof ChildSource source) {
            var unused = howEnded(source.target).thenAccept(how -> subscriber.onError(cutOff(how)));
        } else {
            subscriber.onError(explained(failure));
        }
    }

    private ServingException cutOff(String how) {
        return new ServingException(
                ErrorCode.UNAVAILABLE,
                "model '"
                        + model
                        + "': its process ended before the stream was complete ("
                        + how
                        + "); "
                        + (broken() ? "it is out of service" : "it is being restarted")
                        + ", ask again");
    }

    /** A stream of one child's. */
    private final class ChildSource implements FailoverStream.Source {
        private final Target target;
        private final InferenceRequest request;
        private final RequestContext context;
        private final AtomicBoolean over = new AtomicBoolean();

        ChildSource(Target target, InferenceRequest request, RequestContext context) {
            this.target = target;
            this.request = request;
            this.context = context;
            target.worker().inFlight().incrementAndGet();
        }

        @Override
        public Flow.Publisher<InferenceResponse> stream() {
            return target.client().predictStream(request, context);
        }

        @Override
        public void over(@Nullable Throwable failure) {
            if (over.compareAndSet(false, true)) {
                ProcessInstance.over(target, failure);
            }
        }

        @Override
        public boolean isLoss(Throwable failure) {
            return isLost(failure) && !context.isCancelled();
        }

        @Override
        public Optional<FailoverStream.Source> next() {
            return leastBusy(Optional.of(target.worker()))
                    .map(sibling -> new ChildSource(sibling, request, context));
        }
    }

    @Override
    public ModelMetadata metadata() {
        return member.reports().metadata().told().orElse(metadata);
    }

    /** The child keeps the model's own limit; sending never waits. */
    @Override
    public Concurrency concurrency() {
        return Concurrency.computeOnly();
    }

    @Override
    public boolean ready() {
        return workers.stream().anyMatch(worker -> worker.client(member).isPresent());
    }

    @Override
    public InferenceStatistics statistics() {
        return member.reports().statistics();
    }

    @Override
    public Isolation isolation() {
        return Isolation.PROCESS;
    }

    @Override
    public String placement() {
        Crew crew = membership.pool().crew();
        return workers.size()
                + " "
                + membership.pool().words()
                + (workers.size() == 1 ? "" : "s")
                + crew.pool().map(name -> " of " + crew.label()).orElse(" of its own")
                + others(crew)
                + ": "
                + reason.words();
    }

    private String others(Crew crew) {
        String names =
                crew.members().stream()
                        .map(PoolMember::id)
                        .filter(id -> !id.equals(model))
                        .map(ModelId::toString)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ", with " + names;
    }

    @Override
    public String notice() {
        if (!ready()) {
            return away().reason();
        }
        long lost = workers.stream().filter(Worker::quarantined).count();
        if (lost > 0) {
            return lost + " of its " + workers.size() + " processes ended too often; load it again";
        }
        return reason.chosenByHost() ? "in " + placement() : "";
    }

    @Override
    public void close() {
        closed = true;
        pools.leave(membership);
    }
}
