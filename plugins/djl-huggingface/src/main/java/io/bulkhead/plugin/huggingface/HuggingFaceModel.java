package io.bulkhead.plugin.huggingface;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.plugin.huggingface.call.AnswerWriter;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.CallReader;
import io.bulkhead.plugin.huggingface.stream.PartStream;
import io.bulkhead.plugin.huggingface.task.Task;
import io.bulkhead.plugin.huggingface.task.TaskName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A task behind the protocol: requests become calls, results become answers. */
final class HuggingFaceModel implements Model {
    private final TaskName name;
    private final Task task;
    private final CallReader calls;

    HuggingFaceModel(TaskName name, Task task, Codecs codecs) {
        this.name = name;
        this.task = task;
        this.calls = new CallReader(codecs);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        Arguments arguments = task.signature().bind(calls.read(request));
        return CompletableFuture.supplyAsync(
                () -> AnswerWriter.write(task.call(arguments, context)), task.executor());
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        Arguments arguments = task.signature().bind(calls.read(request));
        return new PartStream<>(
                () -> task.stream(arguments, context), AnswerWriter::write, task.executor());
    }

    @Override
    public List<ModelRoute> routes() {
        return task.routes();
    }

    @Override
    public ModelMetadata metadata() {
        return TaskMetadata.of(name);
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.computeOnly();
    }

    @Override
    public void close() {
        task.close();
    }
}
