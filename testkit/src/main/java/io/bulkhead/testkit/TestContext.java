package io.bulkhead.testkit;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.codec.content.ContentCodecs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What a server lends to one model, without a server: for tests of a model's own logic, in the
 * class loader of the test. Its content types are the server's. Immutable; each {@code with} gives
 * a copy.
 *
 * @param metrics what the model logs, to be looked at
 * @param delegates gives the models that this one is made of
 */
public record TestContext(
        ModelSettings settings,
        Path artifact,
        Codecs codecs,
        LoggedMetrics metrics,
        Function<DelegateSettings, Model> delegates)
        implements ModelContext {

    /** A model {@code model} of a runtime, without parameters. */
    public static TestContext of(String implementation, Path artifact) {
        ModelSettings settings =
                new ModelSettings(
                        new ModelId("model", ""),
                        implementation,
                        "",
                        List.of(),
                        List.of(),
                        Parameters.empty());
        return of(settings, artifact);
    }

    /** With all that settings can say. */
    public static TestContext of(ModelSettings settings, Path artifact) {
        return new TestContext(
                settings,
                artifact,
                new ContentCodecs(settings, List.of(), List.of()),
                new LoggedMetrics(),
                TestContext::none);
    }

    private static Model none(DelegateSettings asked) {
        throw ServingException.loadFailed(
                "no runtime '" + asked.implementation() + "' in this test", null);
    }

    /** With the {@code parameters} of the model's settings. */
    public TestContext withParameters(Map<String, ?> parameters) {
        ModelSettings more =
                new ModelSettings(
                        settings.id(),
                        settings.implementation(),
                        settings.platform(),
                        settings.inputs(),
                        settings.outputs(),
                        Parameters.copyOf(parameters));
        return new TestContext(
                more, artifact, new ContentCodecs(more, List.of(), List.of()), metrics, delegates);
    }

    /** With {@code parameters.extra}. */
    public TestContext withExtra(Map<String, ?> extra) {
        return withParameters(Map.of("extra", extra));
    }

    /** With content types of the plugin's own. */
    public TestContext withCodecs(InputCodec<?>... own) {
        return new TestContext(
                settings,
                artifact,
                new ContentCodecs(settings, List.of(own), List.of()),
                metrics,
                delegates);
    }

    /** With models of other runtimes to be asked for. */
    public TestContext withDelegates(Function<DelegateSettings, Model> others) {
        return new TestContext(settings, artifact, codecs, metrics, others);
    }

    @Override
    public Path modelFolder() {
        Path absolute = artifact.toAbsolutePath();
        return Files.isDirectory(absolute) ? absolute : absolute.resolveSibling("");
    }

    /** None: a model that writes files wants a server. */
    @Override
    public Path scratchFolder() {
        throw new UnsupportedOperationException("a model that writes files is tested in a server");
    }

    /** The calling thread. */
    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public Model delegate(DelegateSettings asked) {
        return delegates.apply(asked);
    }
}
