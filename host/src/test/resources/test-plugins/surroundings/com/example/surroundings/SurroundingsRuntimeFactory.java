package com.example.surroundings;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.pf4j.Extension;
import org.slf4j.LoggerFactory;

/** Tells what it sees around it: while it is made, asked, and on the threads that it is lent. */
@Extension
public class SurroundingsRuntimeFactory implements RuntimeFactory {
    /** A service of the plugin's. */
    public interface Greeting extends Supplier<String> {}

    /** Its one provider, named in {@code META-INF/services}. */
    public static final class Hello implements Greeting {
        @Override
        public String get() {
            return "hello";
        }
    }

    @Override
    public String name() {
        return "surroundings";
    }

    @Override
    public Model create(ModelContext context) {
        LoggerFactory.getLogger("com.example.surroundings").warn("made");
        List<String> made = seen();
        try {
            Files.writeString(context.scratchFolder().resolve("mine"), "scratch");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return (request, call) ->
                CompletableFuture.supplyAsync(
                                SurroundingsRuntimeFactory::seen, context.executor())
                        .thenCombine(
                                CompletableFuture.completedFuture(seen()),
                                (lent, asked) -> {
                                    List<String> all = new ArrayList<>(made);
                                    all.addAll(asked);
                                    all.addAll(lent);
                                    all.add(context.scratchFolder().toString());
                                    return InferenceResponse.of(
                                            Tensor.ofStrings("seen", Shape.of(all.size()), all));
                                });
    }

    private static List<String> seen() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        String greetings = "";
        for (Greeting greeting : ServiceLoader.load(Greeting.class)) {
            greetings += greeting.get();
        }
        boolean isOwn = context == SurroundingsRuntimeFactory.class.getClassLoader();
        return List.of(isOwn ? "own loader" : "loader " + context, greetings, resource(context));
    }

    private static String resource(ClassLoader loader) {
        try (InputStream text = loader.getResourceAsStream("words.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
