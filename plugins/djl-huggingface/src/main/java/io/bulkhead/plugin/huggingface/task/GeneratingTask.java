package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.generation.GenerationDefaults;
import io.bulkhead.plugin.huggingface.generation.TextGenerator;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.List;
import java.util.concurrent.Executor;

/** A task of a model that makes text, which it owns. */
abstract class GeneratingTask implements Task {
    private final GenerativeModel model;
    private final Signature signature;

    GeneratingTask(GenerativeModel model, Signature signature) {
        this.model = model;
        this.signature = signature;
    }

    final Tokenizer tokenizer() {
        return model.tokenizer();
    }

    final TextGenerator generator() {
        return model.generator();
    }

    final GenerationDefaults defaults() {
        return model.defaults();
    }

    @Override
    public final Signature signature() {
        return signature;
    }

    @Override
    public final Executor executor() {
        return model.generator().executor();
    }

    @Override
    public final List<ModelRoute> routes() {
        return model.endpoints().routes();
    }

    @Override
    public final void close() {
        model.close();
    }
}
